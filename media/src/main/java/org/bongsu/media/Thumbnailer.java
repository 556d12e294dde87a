package org.bongsu.media;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Makes thumbnails. JPEG, PNG, GIF and WebP are read in this process, HEIC and AVIF by {@link
 * VipsProgram} if the machine has it. Of an animation it takes the first frame, even if an animated
 * thumbnail was requested, which the specification allows.
 *
 * <p>A picture is accepted by its header before anything is decoded, and large ones are subsampled
 * while decoding, so that one thumbnail needs at most about 200 MB of memory.
 */
public final class Thumbnailer {
  /** Pictures with more pixels are refused: 64 million, more than phones take by default. */
  public static final long PIXELS_MAX = 64_000_000;

  /** The same for what can only be decoded whole: WebP and progressive JPEG. */
  public static final long WHOLE_PIXELS_MAX = 25_000_000;

  /** Passes of a progressive JPEG; real ones have about ten, and each costs a full decoding. */
  public static final int SCANS_MAX = 64;

  private static final float JPEG_QUALITY = 0.82f;

  static {
    // Before the first class of java.desktop is used: a server has no display.
    System.setProperty("java.awt.headless", "true");
  }

  private final Optional<VipsProgram> vips;

  private Thumbnailer(Optional<VipsProgram> vips) {
    this.vips = vips;
  }

  /**
   * A thumbnailer with a directory of its own, which it creates and empties.
   *
   * @param scratch for temporary files of one thumbnail
   */
  public static Thumbnailer open(Path scratch) {
    try {
      Files.createDirectories(scratch);
      try (DirectoryStream<Path> left = Files.newDirectoryStream(scratch, "vips*.png")) {
        for (Path file : left) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw MediaStoreOutage.of(e);
    }
    return new Thumbnailer(VipsProgram.find(scratch));
  }

  /** Whether HEIC and AVIF can be read on this machine. */
  public boolean readsHeif() {
    return vips.isPresent();
  }

  /**
   * Makes a thumbnail, in up to 20 seconds.
   *
   * @throws MediaStoreOutage if the content can't be read from the disk
   */
  ThumbnailOutcome make(StoredMedia media, ThumbnailRequest request) {
    Optional<ImageInfo> info = ImageInfo.read(media);
    if (info.isEmpty()) {
      return new ThumbnailOutcome.NotSupported("no picture that can be made small");
    }
    ImageInfo image = info.get();
    Optional<ThumbnailOutcome> refused = refuse(image);
    if (refused.isPresent()) {
      return refused.get();
    }
    try {
      return decode(media, image, request)
          .<ThumbnailOutcome>map(picture -> new ThumbnailOutcome.Made(encode(picture)))
          .orElseGet(ThumbnailOutcome.Undecodable::new);
    } catch (IOException | RuntimeException damaged) {
      if (damaged instanceof MediaStoreOutage outage) {
        throw outage;
      }
      return new ThumbnailOutcome.Undecodable();
    }
  }

  private Optional<ThumbnailOutcome> refuse(ImageInfo image) {
    boolean whole = image.type() == SniffedType.WEBP || image.scans() > 1;
    long pixelsMax = whole ? WHOLE_PIXELS_MAX : PIXELS_MAX;
    if (image.pixels() > pixelsMax) {
      return Optional.of(new ThumbnailOutcome.TooManyPixels(image.pixels(), pixelsMax));
    }
    if (image.scans() > SCANS_MAX) {
      return Optional.of(new ThumbnailOutcome.NotSupported("more passes than a picture needs"));
    }
    if (isHeif(image) && vips.isEmpty()) {
      return Optional.of(new ThumbnailOutcome.NotSupported("this server has no libvips-tools"));
    }
    return Optional.empty();
  }

  private static boolean isHeif(ImageInfo image) {
    return image.type() == SniffedType.HEIC || image.type() == SniffedType.AVIF;
  }

  private Optional<Picture> decode(StoredMedia media, ImageInfo image, ThumbnailRequest request)
      throws IOException {
    if (!isHeif(image)) {
      ThumbnailRequest.Plan plan = request.plan(image.width(), image.height());
      Optional<Picture> picture = ImageDecoder.decode(media.path(), image, plan);
      // Pictures for printing (CMYK) and others that Java does not read.
      return picture.isPresent() ? picture : throughVips(media, image, request);
    }
    return throughVips(media, image, request);
  }

  /** Has libvips shrink it to a square that is large enough, and makes the thumbnail from that. */
  private Optional<Picture> throughVips(
      StoredMedia media, ImageInfo image, ThumbnailRequest request) throws IOException {
    if (vips.isEmpty()) {
      return Optional.empty();
    }
    int longer = Math.max(image.storedWidth(), image.storedHeight());
    int shorter = Math.min(image.storedWidth(), image.storedHeight());
    long wanted = (long) Math.max(request.width(), request.height()) * longer / shorter + 1;
    int side = (int) Math.min(Math.min(wanted, longer), 4L * ThumbnailRequest.SIDE_MAX);
    Optional<Path> png = vips.get().shrink(media.path(), side);
    if (png.isEmpty()) {
      return Optional.empty();
    }
    try {
      StoredMedia small = new StoredMedia(media.hash(), Files.size(png.get()), png.get());
      Optional<ImageInfo> upright = ImageInfo.read(small);
      if (upright.isEmpty()) {
        return Optional.empty();
      }
      ThumbnailRequest.Plan plan = request.plan(upright.get().width(), upright.get().height());
      return ImageDecoder.decode(small.path(), upright.get(), plan);
    } finally {
      Files.deleteIfExists(png.get());
    }
  }

  private static Thumbnail encode(Picture picture) {
    boolean opaque = picture.isOpaque();
    BufferedImage image = picture.toImage();
    ImageWriter writer = ImageIO.getImageWritersByFormatName(opaque ? "jpeg" : "png").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (opaque) {
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(JPEG_QUALITY);
      }
      writer.setOutput(output);
      writer.write(null, new IIOImage(image, null, null), param);
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail to be written", e);
    } finally {
      writer.dispose();
    }
    String contentType = opaque ? "image/jpeg" : "image/png";
    return new Thumbnail(bytes.toByteArray(), contentType, picture.width(), picture.height());
  }
}
