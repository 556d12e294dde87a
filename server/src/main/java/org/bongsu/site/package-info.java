/**
 * One site among several that serve one deployment: when it may serve, how it knows that the others
 * have applied something, and which of them is in charge of what is to be done once.
 *
 * <p>All sites write {@link org.bongsu.site.Status} records into one small log and read
 * everybody's:
 *
 * <pre>
 *   Beacon ──status──► log "sites" ──► Board (who said what last, who is in charge)
 *     │                                  │
 *     └─ appended: Lease                 └─ OtherSites: has everybody applied this, or stopped?
 *                    │
 *                    └──► Gate: joined since the lease began? then requests are answered
 * </pre>
 *
 * <p>Invariants. A site answers only while its lease holds, and a lease is renewed by nothing but
 * an append that another site has, too. A lease that lapsed begins anew only behind the gate: after
 * entries of the site's own, appended to every shard since, were applied. So whoever sees a lease
 * lapse after something was durable knows that the site shows it when it comes back.
 *
 * <p>Must not know: which engine carries the log; what requests do.
 */
package org.bongsu.site;
