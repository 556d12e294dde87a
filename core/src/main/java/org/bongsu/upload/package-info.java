/**
 * What media ids stand for, on the media id's shard. Table: {@code schema/1/media.sql}.
 *
 * <p>Invariant: once a media id has content, it has that content for ever.
 *
 * <p>Must not know: where the bytes are.
 */
package org.bongsu.upload;
