/**
 * Media ids and the hashes of their contents, on the media id's shard, and their deletion. Tables:
 * {@code schema/1/media.sql}, {@code schema/4/media.sql}.
 *
 * <p>Invariants: once a media id has content, it never changes; once deleted, it stays deleted; a
 * user has at most {@link org.bongsu.upload.UploadApply#RESERVED_MAX} media ids without content.
 *
 * <p>Must not know: where the bytes are.
 */
package org.bongsu.upload;
