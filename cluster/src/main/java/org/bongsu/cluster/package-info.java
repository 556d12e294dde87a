/**
 * One site among several that serve one deployment: when it may serve, how it knows that the others
 * have applied something, and which of them is in charge of what is to be done once.
 *
 * <p>All sites write {@link org.bongsu.cluster.StatusRecord} records into one small log and read
 * everybody's. Everything that follows from them is decided in one place, {@link
 * org.bongsu.cluster.SiteMachine}, which has no thread, lock or clock; {@link
 * org.bongsu.cluster.Site} and {@code Heartbeat} give it news and time and carry out what it wants,
 * and so does the simulator:
 *
 * <pre>
 *   time, records read, appends acknowledged, positions applied, revocations and reads that ask
 *     │
 *     ▼
 *   SiteMachine ── Lease        how long this site may serve
 *     │         ── ClusterView        what all sites have said last; who leads; who has applied what
 *     │         ── SiteStatus    what this site says next, and whether at once
 *     │         ── ServingState     waiting, joining, serving, quarantined; {@code Lag}
 *     │         ── ReadBarrier  markers of its own, applied in every shard
 *     │         ── Revocations  which wait until every other site has followed
 *     ▼
 *   SiteActions: append this status, append a marker, serve, stop, release, ...
 *     │
 *     └─► Permit: what requests ask, without a lock; it lapses by the clock alone
 * </pre>
 *
 * <p>Invariants. A site answers only while its lease holds, and a lease is renewed by nothing but
 * an append that another site has, too. A lease that lapsed begins anew only behind the read
 * barrier: after entries of the site's own, appended to every shard since, were applied. So whoever
 * sees a lease lapse after something was durable knows that the site shows it when it comes back.
 *
 * <p>Must not know: which engine carries the log; what requests do.
 */
package org.bongsu.cluster;
