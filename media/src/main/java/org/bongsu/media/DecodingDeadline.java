package org.bongsu.media;

import java.time.Duration;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;

/**
 * Aborts an image reader that takes too long or whose thread was interrupted; it is checked as the
 * reader reports rows.
 */
final class DecodingDeadline implements IIOReadProgressListener {
  private final long endNanos;
  private boolean passed;

  private DecodingDeadline(long endNanos) {
    this.endNanos = endNanos;
  }

  static DecodingDeadline of(ImageReader reader, Duration limit) {
    DecodingDeadline deadline = new DecodingDeadline(System.nanoTime() + limit.toNanos());
    reader.addIIOReadProgressListener(deadline);
    return deadline;
  }

  /** Whether reading was aborted, so that the image is incomplete. */
  boolean hasPassed() {
    return passed;
  }

  @Override
  public void imageProgress(ImageReader source, float percentageDone) {
    if (System.nanoTime() - endNanos > 0 || Thread.currentThread().isInterrupted()) {
      passed = true;
      source.abort();
    }
  }

  @Override
  public void sequenceStarted(ImageReader source, int minIndex) {}

  @Override
  public void sequenceComplete(ImageReader source) {}

  @Override
  public void imageStarted(ImageReader source, int imageIndex) {}

  @Override
  public void imageComplete(ImageReader source) {}

  @Override
  public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

  @Override
  public void thumbnailProgress(ImageReader source, float percentageDone) {}

  @Override
  public void thumbnailComplete(ImageReader source) {}

  @Override
  public void readAborted(ImageReader source) {}
}
