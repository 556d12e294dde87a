/**
 * One of several sites that serve one deployment: when it may serve, how it knows that the other
 * sites have applied something, and which of them leads. {@code cluster/DESIGN.md} describes the
 * mechanisms, their guarantees and their bounds.
 *
 * <p>All sites append {@link org.bongsu.cluster.StatusRecord}s to one small log, the status log,
 * and read all of it. Everything that follows from them is decided in {@link
 * org.bongsu.cluster.SiteMachine}, which has no thread, lock or clock. {@link
 * org.bongsu.cluster.Site} and {@code Heartbeat} feed it with events and time and carry out its
 * actions; the simulator drives the same class:
 *
 * <pre>
 *   time, records read, appends acknowledged, positions applied, revocations and reads requested
 *     │
 *     ▼
 *   SiteMachine ── Lease        how long this site may serve
 *     │         ── ClusterView  newest record of each site; who leads; who has applied what
 *     │         ── SiteStatus   this site's next record, and whether it is due before the beat
 *     │         ── ServingState waiting, joining, serving, quarantined; {@code Lag}
 *     │         ── ReadBarrier  markers of this site, applied in every shard
 *     │         ── Revocations  that wait until every other site has applied them
 *     ▼
 *   SiteActions: append this status, append a marker, serve, stop, release, ...
 *     │
 *     └─► Permit: read by requests without a lock; it lapses by the clock alone
 * </pre>
 *
 * <p>Invariants. A site answers only while its lease holds, and only an append that the log has
 * acknowledged renews it. After a lease has lapsed the site serves again only behind the read
 * barrier: markers that it has appended to every shard since must be applied here. So a site that
 * sees another one's lease lapse after an entry was durable knows that the other one will show that
 * entry if it serves again.
 *
 * <p>Must not know: which engine carries the logs; what requests and commands do.
 */
package org.bongsu.cluster;
