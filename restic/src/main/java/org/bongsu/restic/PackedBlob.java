package org.bongsu.restic;

/**
 * Where in a pack a blob is.
 *
 * @param length sealed, in the pack
 * @param rawLength the content's, if it is compressed; otherwise 0
 */
record PackedBlob(BlobType type, BlobId id, int offset, int length, int rawLength) {
  /** The length of the content. */
  int contentLength() {
    return rawLength == 0 ? length - MasterKey.OVERHEAD_BYTES : rawLength;
  }
}
