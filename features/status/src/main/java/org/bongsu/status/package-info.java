/**
 * Health and metrics over HTTP: {@code /_bongsu/health/live}, {@code /_bongsu/health/ready} and
 * {@code /_bongsu/metrics}.
 *
 * <p>Invariant: answering changes nothing and needs neither the log nor a lease, so that a node
 * which cannot serve still reports why.
 *
 * <p>Must not know: what features do; they report {@link org.bongsu.node.HealthLine}s.
 */
package org.bongsu.status;
