/**
 * Replication of media to all sites. An upload is cut into chunks that go through a log of their
 * own; each site reassembles them and stores the content under its hash. Content that a site has
 * missed is fetched from another site by HTTP, when a client requests it and in the background
 * after each start.
 *
 * <p>Invariants: an upload is acknowledged when its bytes are durable here and the log has
 * acknowledged every chunk, which it does when two sites have it; nothing is stored whose bytes do
 * not have the hash that is its name.
 *
 * <p>Must not know: media ids, users, who may see what.
 */
package org.bongsu.cluster.media;
