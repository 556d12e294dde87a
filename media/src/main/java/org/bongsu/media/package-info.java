/**
 * Photos, videos and files, below HTTP: kept by content, told apart, served safely, made small, and
 * freed of the places where they were taken.
 *
 * <p>Reading order: {@link org.bongsu.media.MediaStore} (bytes on disk), {@link
 * org.bongsu.media.ContentSniffer} and {@link org.bongsu.media.ServedAs} (what a browser may do
 * with it), {@link org.bongsu.media.LocationStripper}, {@link org.bongsu.media.Thumbnailer} and
 * {@link org.bongsu.media.Thumbnails}.
 *
 * <pre>
 * DIRECTORY/incoming/*.part          being received; emptied when the store is opened
 * DIRECTORY/content/ab/cd/abcd...    complete and durable, named by the SHA-256 of its bytes
 * DIRECTORY/thumbnails/g7/...        made from content, kept for a while; may be removed any time
 * DIRECTORY/scratch/                 what libvips writes while one thumbnail is being made
 * </pre>
 *
 * <p>Invariant: a file under {@code content} is complete, durable and has the hash that is its
 * name; it is never changed, only removed. So media is copied between sites by hash alone, in any
 * order, any number of times.
 *
 * <p>What comes from outside is bytes of any kind: every parser here is bounded in time and memory,
 * reads nothing beyond the file, and answers with a value when it cannot.
 *
 * <p>Must not know: HTTP routes and Vert.x, shards and the log, rooms, who may see what.
 */
package org.bongsu.media;
