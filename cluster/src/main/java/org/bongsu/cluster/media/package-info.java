/**
 * Photos, videos and files in all sites. An upload is cut into chunks that go through a log of
 * their own; each site puts them together again and keeps the content under its hash. What a site
 * has missed it fetches from another one by HTTP when somebody asks for it.
 *
 * <p>Invariants: an upload is acknowledged when its bytes are durable here and every chunk is in
 * the in-sync replicas of two sites; nothing is kept whose bytes do not have the hash that is its
 * name.
 *
 * <p>Must not know: media ids, users, who may see what.
 */
package org.bongsu.cluster.media;
