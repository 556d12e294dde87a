/**
 * Photos, videos and files, below HTTP: storage by content hash, type detection, safe response
 * headers, thumbnails, and removal of locations.
 *
 * <p>Reading order: {@link org.bongsu.media.MediaStore} (bytes on disk), {@link
 * org.bongsu.media.ContentSniffer} and {@link org.bongsu.media.ServedAs} (what a browser may do
 * with it), {@link org.bongsu.media.LocationStripper}, {@link org.bongsu.media.Thumbnailer} and
 * {@link org.bongsu.media.Thumbnails}, {@link org.bongsu.media.MediaWorkers} (the threads of both).
 *
 * <pre>
 * DIRECTORY/incoming/*.part          being received; emptied when the store is opened
 * DIRECTORY/content/ab/cd/abcd...    complete and durable, named by the SHA-256 of its bytes
 * DIRECTORY/damaged/abcd...          found with another hash than its name; never served
 * DIRECTORY/thumbnails/g7/...        made from content; may be removed any time
 * DIRECTORY/scratch/                 what libvips writes while one thumbnail is being made
 * </pre>
 *
 * <p>Invariant: a file under {@code content} is complete, durable and has the hash that is its
 * name; it is never changed, only removed. {@link org.bongsu.media.MediaScrub} looks for disks that
 * change it nevertheless. So media can be copied between sites by hash alone, in any order, any
 * number of times.
 *
 * <p>Uploads may be hostile: every parser here is bounded in time ({@code ParsingBudget}) and
 * memory, reads nothing beyond the file, and returns a value, or refuses the file, if it cannot
 * read it.
 *
 * <p>Must not know: HTTP routes and Vert.x, shards and the log, rooms, who may see what.
 */
package org.bongsu.media;
