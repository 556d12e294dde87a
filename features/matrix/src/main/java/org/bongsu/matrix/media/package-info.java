/**
 * Photos, videos and files over HTTP: upload, download, thumbnails.
 *
 * <p>An upload is acknowledged after two steps, in this order: its bytes are durable in the {@link
 * org.bongsu.media.MediaStore} (with several sites, in two of them), and a command in the log has
 * assigned them to the media id. A user's media ids are generated so that they belong to the user's
 * shard.
 *
 * <p>Invariant: every response with content has the headers of {@link org.bongsu.media.ServedAs}.
 *
 * <p>Must not know: rooms. Any client that knows a media id may download its content, as the
 * specification says.
 */
package org.bongsu.matrix.media;
