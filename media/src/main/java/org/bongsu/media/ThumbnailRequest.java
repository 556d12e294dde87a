package org.bongsu.media;

import java.util.List;

/**
 * A request for a small picture (specification: content repository, thumbnails).
 *
 * @param width desired pixels, 1 to {@link #SIDE_MAX}
 * @param height desired pixels, 1 to {@link #SIDE_MAX}
 * @param method whether to scale or to crop
 */
public record ThumbnailRequest(int width, int height, Method method) {
  /** No side of a thumbnail is longer; larger requests are reduced to this. */
  public static final int SIDE_MAX = 1600;

  /** The sizes that the specification recommends and most clients request. */
  public static final List<ThumbnailRequest> STANDARD =
      List.of(
          new ThumbnailRequest(32, 32, Method.CROP),
          new ThumbnailRequest(96, 96, Method.CROP),
          new ThumbnailRequest(320, 240, Method.SCALE),
          new ThumbnailRequest(640, 480, Method.SCALE),
          new ThumbnailRequest(800, 600, Method.SCALE));

  /** How the picture becomes smaller. */
  public enum Method {
    /** The whole picture, fitted into the size. */
    SCALE,
    /** The middle of the picture, in the size's proportions. */
    CROP
  }

  public ThumbnailRequest {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("a thumbnail has at least one pixel");
    }
    width = Math.min(width, SIDE_MAX);
    height = Math.min(height, SIDE_MAX);
  }

  /**
   * The part that is cut from the middle of a picture, and the size it is scaled to, never
   * enlarged.
   *
   * @param cutWidth pixels of the source, as it is shown
   * @param cutHeight pixels of the source, as it is shown
   * @param width pixels of the thumbnail
   * @param height pixels of the thumbnail
   */
  record Plan(int cutWidth, int cutHeight, int width, int height) {
    /** The same for a picture that is rotated by a quarter. */
    Plan turned() {
      return new Plan(cutHeight, cutWidth, height, width);
    }
  }

  /** The cut and size for a picture of the given size. */
  Plan plan(int sourceWidth, int sourceHeight) {
    int cutWidth = sourceWidth;
    int cutHeight = sourceHeight;
    if (method == Method.CROP) {
      boolean wider = (long) sourceWidth * height > (long) width * sourceHeight;
      if (wider) {
        cutWidth = atLeastOne((double) sourceHeight * width / height, sourceWidth);
      } else {
        cutHeight = atLeastOne((double) sourceWidth * height / width, sourceHeight);
      }
    }
    double factor = Math.min(1, Math.min((double) width / cutWidth, (double) height / cutHeight));
    return new Plan(
        cutWidth,
        cutHeight,
        atLeastOne(cutWidth * factor, width),
        atLeastOne(cutHeight * factor, height));
  }

  private static int atLeastOne(double size, int max) {
    return Math.clamp(Math.round(size), 1, max);
  }
}
