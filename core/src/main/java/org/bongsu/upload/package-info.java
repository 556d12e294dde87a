/**
 * Media ids and the hashes of their contents, on the media id's shard. Table: {@code
 * schema/1/media.sql}.
 *
 * <p>Invariants: once a media id has content, it never changes; a user has at most {@link
 * org.bongsu.upload.UploadApply#RESERVED_MAX} media ids without content.
 *
 * <p>Must not know: where the bytes are.
 */
package org.bongsu.upload;
