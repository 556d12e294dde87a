/**
 * Health and metrics over HTTP: {@code /_bongsu/health/live}, {@code /_bongsu/health/ready} and
 * {@code /_bongsu/metrics}; and {@code /_bongsu/keys/revocations}, where a site learns which
 * certificates are revoked.
 *
 * <p>Invariant: answering needs neither the log nor a lease, so that a node which cannot serve
 * still reports why. Health and metrics change nothing.
 *
 * <p>Must not know: what features do; they report {@link org.bongsu.node.HealthLine}s.
 */
package org.bongsu.status;
