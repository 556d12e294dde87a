/**
 * Photos, videos and files over HTTP: upload, download, thumbnails.
 *
 * <p>An upload is acknowledged when its bytes are durable in the {@link
 * org.bongsu.media.MediaStore}, of several sites in two, and the log says what its media id stands
 * for, in this order. A user's media ids are drawn so that they lie on the user's shard.
 *
 * <p>Invariant: whatever leaves here has the headers of {@link org.bongsu.media.ServedAs}.
 *
 * <p>Must not know: rooms. Who has a media id may have the content, as the specification says.
 */
package org.bongsu.matrix.media;
