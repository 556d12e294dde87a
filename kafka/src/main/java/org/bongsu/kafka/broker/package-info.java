/**
 * The Kafka broker and controller that a site runs in a child process: unmodified Kafka, formatted
 * and started by {@link org.bongsu.kafka.broker.BrokerMain}, monitored and restarted by {@link
 * org.bongsu.kafka.broker.Broker}.
 *
 * <p>Invariant: the broker does not outlive the process that started it, however that one ends.
 *
 * <p>Must not know: what the topics contain.
 */
package org.bongsu.kafka.broker;
