package org.bongsu.media;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;

/** Decodes the middle of a picture with ImageIO, at no higher resolution than a thumbnail needs. */
final class ImageDecoder {
  /** Pixels of the decoded image, after leaving out: 8 million, 64 MB in the worst format. */
  private static final long DECODED_PIXELS_MAX = 8_000_000;

  /** Subsampling keeps at least this many times the thumbnail's pixels in each direction. */
  private static final int OVERSAMPLING = 2;

  /** Decoding is aborted after 15 s, if the reader reports progress. */
  private static final Duration TIME_MAX = Duration.ofSeconds(15);

  private ImageDecoder() {}

  /**
   * Decodes the first frame.
   *
   * @return the thumbnail's pixels, upright; empty if it can't be decoded in time
   */
  static Optional<Picture> decode(Path path, ImageInfo image, ThumbnailRequest.Plan shown)
      throws IOException {
    Iterator<ImageReader> readers =
        ImageIO.getImageReadersByFormatName(image.type().name().toLowerCase(Locale.ROOT));
    if (!readers.hasNext()) {
      return Optional.empty();
    }
    ThumbnailRequest.Plan plan = image.isTurned() ? shown.turned() : shown;
    ImageReader reader = readers.next();
    try (FileImageInputStream input = new FileImageInputStream(path.toFile())) {
      reader.setInput(input, true, true);
      DecodingDeadline deadline = DecodingDeadline.of(reader, TIME_MAX);
      // Only if the reader sees the size that the header was accepted with.
      if (reader.getWidth(0) != image.storedWidth()
          || reader.getHeight(0) != image.storedHeight()) {
        return Optional.empty();
      }
      ImageReadParam param = reader.getDefaultReadParam();
      param.setSourceRegion(middle(image, plan));
      int step = step(plan);
      param.setSourceSubsampling(step, step, 0, 0);
      BufferedImage decoded = reader.read(0, param);
      if (deadline.hasPassed()) {
        return Optional.empty();
      }
      Picture small =
          Picture.shrink(
              decoded,
              Math.min(plan.width(), decoded.getWidth()),
              Math.min(plan.height(), decoded.getHeight()));
      return Optional.of(small.upright(image.orientation()));
    } catch (IOException | RuntimeException | StackOverflowError damaged) {
      return Optional.empty();
    } finally {
      reader.dispose();
    }
  }

  private static Rectangle middle(ImageInfo image, ThumbnailRequest.Plan plan) {
    return new Rectangle(
        (image.storedWidth() - plan.cutWidth()) / 2,
        (image.storedHeight() - plan.cutHeight()) / 2,
        plan.cutWidth(),
        plan.cutHeight());
  }

  /** Every how many pixels one is decoded, in both directions. */
  private static int step(ThumbnailRequest.Plan plan) {
    int enough =
        Math.min(
            plan.cutWidth() / (plan.width() * OVERSAMPLING),
            plan.cutHeight() / (plan.height() * OVERSAMPLING));
    int step = Math.max(1, enough);
    while ((long) plan.cutWidth() / step * (plan.cutHeight() / step) > DECODED_PIXELS_MAX) {
      step++;
    }
    return step;
  }
}
