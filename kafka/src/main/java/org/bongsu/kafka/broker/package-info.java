/**
 * The Kafka broker and controller that a site runs beside itself: a child process, unmodified
 * Kafka, formatted and started by {@link org.bongsu.kafka.broker.BrokerMain}, watched and started
 * again by {@link org.bongsu.kafka.broker.Broker}.
 *
 * <p>Invariant: it lives no longer than the process that started it, however that one ends.
 *
 * <p>Must not know: what the topics hold.
 */
package org.bongsu.kafka.broker;
