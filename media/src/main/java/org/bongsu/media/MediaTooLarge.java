package org.bongsu.media;

/** More bytes came than this upload may have ({@code M_TOO_LARGE}); nothing of it is kept. */
public final class MediaTooLarge extends Exception {
  private final long bytesMax;

  MediaTooLarge(long bytesMax) {
    super("media has at most " + bytesMax + " bytes here");
    this.bytesMax = bytesMax;
  }

  public long bytesMax() {
    return bytesMax;
  }
}
