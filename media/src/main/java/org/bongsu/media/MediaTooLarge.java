package org.bongsu.media;

/** The upload exceeds its limit ({@code M_TOO_LARGE}); nothing of it is kept. */
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
