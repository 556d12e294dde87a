/**
 * What media ids stand for, on the media id's shard. Table: {@code schema/1/media.sql}.
 *
 * <p>Invariants: once a media id has content, it has that content for ever; a user has at most
 * {@link org.bongsu.upload.UploadApply#RESERVED_MAX} media ids without content.
 *
 * <p>Must not know: where the bytes are.
 */
package org.bongsu.upload;
