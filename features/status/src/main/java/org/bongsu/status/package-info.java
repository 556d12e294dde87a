/**
 * How a node is, told to machines: {@code /_bongsu/health/live}, {@code /_bongsu/health/ready} and
 * {@code /_bongsu/metrics}.
 *
 * <p>Must not know: what features do; they report {@link org.bongsu.node.HealthLine}s.
 */
package org.bongsu.status;
