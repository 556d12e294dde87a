/**
 * What a site does if the log that it applied is lost, while the data that came from it is not: it
 * tells whether a log is the one that it belongs to, reports how far it has applied it, and goes on
 * with a new log that begins where the most advanced site of each shard ended.
 *
 * <p>Invariants: a site continues only the log whose identity is in its data directory. That
 * identity changes only on the operator's word ({@code bongsu recover}), while the site applies
 * nothing. A site without data creates a log only if no site has any data, and joins one only if
 * another site follows it.
 *
 * <p>Must not know: which engine carries the log.
 */
package org.bongsu.cluster.recovery;
