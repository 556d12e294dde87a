package org.bongsu.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bongsu.media.ThumbnailOutcome.Made;
import org.bongsu.media.ThumbnailOutcome.NotSupported;
import org.bongsu.media.ThumbnailOutcome.TooManyPixels;
import org.bongsu.media.ThumbnailOutcome.Undecodable;
import org.bongsu.media.ThumbnailRequest.Method;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThumbnailerTest {
  private static final ThumbnailRequest SCALE = new ThumbnailRequest(320, 240, Method.SCALE);
  private static final ThumbnailRequest CROP = new ThumbnailRequest(96, 96, Method.CROP);

  @TempDir Path directory;
  private MediaStore store;
  private Thumbnailer thumbnailer;

  @BeforeEach
  void open() {
    store = MediaStore.open(directory.resolve("media"), 0);
    thumbnailer = Thumbnailer.open(directory.resolve("scratch"));
  }

  @Test
  void scalingFitsTheWholePictureIntoTheSize() {
    for (String format : new String[] {"jpeg", "png", "gif"}) {
      byte[] bytes = Pictures.encode(Pictures.quarters(1200, 600), format);
      Thumbnail thumbnail = made(bytes, SCALE);
      assertEquals("image/jpeg", thumbnail.contentType(), format);
      assertSize(320, 160, thumbnail);
      assertQuarters(thumbnail, 0xff0000, 0x00ff00, 0x0000ff, 0xffffff);
    }
  }

  @Test
  void croppingTakesTheMiddleInTheProportionsAskedFor() {
    byte[] wide = Pictures.encode(Pictures.quarters(1200, 600), "png");
    Thumbnail thumbnail = made(wide, CROP);
    assertSize(96, 96, thumbnail);
    assertQuarters(thumbnail, 0xff0000, 0x00ff00, 0x0000ff, 0xffffff);
  }

  @Test
  void nothingIsEnlarged() {
    byte[] small = Pictures.encode(Pictures.quarters(100, 50), "png");
    assertSize(100, 50, made(small, new ThumbnailRequest(800, 600, Method.SCALE)));
    assertSize(50, 50, made(small, CROP));
    byte[] dot = Pictures.encode(Pictures.quarters(1, 1), "png");
    assertSize(1, 1, made(dot, CROP));
    byte[] line = Pictures.encode(Pictures.quarters(3000, 1), "png");
    assertSize(320, 1, made(line, SCALE));
    assertSize(1, 1, made(line, CROP));
  }

  @Test
  void noSideIsLongerThanTheLimit() {
    byte[] large = Pictures.encode(Pictures.quarters(4000, 2000), "jpeg");
    Thumbnail thumbnail = made(large, new ThumbnailRequest(100_000, 100_000, Method.SCALE));
    assertSize(ThumbnailRequest.SIDE_MAX, ThumbnailRequest.SIDE_MAX / 2, thumbnail);
  }

  @Test
  void everyOrientationIsShownUpright() {
    int r = 0xff0000;
    int g = 0x00ff00;
    int b = 0x0000ff;
    int w = 0xffffff;
    int[][] upright = {
      {r, g, b, w}, {g, r, w, b}, {w, b, g, r}, {b, w, r, g},
      {r, b, g, w}, {b, r, w, g}, {w, g, b, r}, {g, w, r, b}
    };
    byte[] jpeg = Pictures.encode(Pictures.quarters(400, 200), "jpeg");
    for (int orientation = 1; orientation <= 8; orientation++) {
      byte[] turned = Pictures.withExif(jpeg, Tiff.orientationOnly(orientation));
      Thumbnail thumbnail = made(turned, new ThumbnailRequest(100, 100, Method.SCALE));
      assertSize(orientation < 5 ? 100 : 50, orientation < 5 ? 50 : 100, thumbnail);
      int[] expected = upright[orientation - 1];
      assertQuarters(thumbnail, expected[0], expected[1], expected[2], expected[3]);
    }
  }

  @Test
  void transparencyIsKept() {
    BufferedImage image = new BufferedImage(400, 400, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < 400 * 200; i++) {
      image.setRGB(i % 400, i / 400, 0xffff0000);
    }
    Thumbnail thumbnail = made(Pictures.encode(image, "png"), CROP);
    assertEquals("image/png", thumbnail.contentType());
    BufferedImage small = Pictures.decode(thumbnail.bytes());
    assertEquals(0xffff0000, small.getRGB(48, 10));
    assertEquals(0, small.getRGB(48, 90) >>> 24);
  }

  @Test
  void greyStaysAsBrightAsItWas() {
    BufferedImage grey = new BufferedImage(200, 200, BufferedImage.TYPE_BYTE_GRAY);
    int[] samples = new int[200 * 200];
    Arrays.fill(samples, 128);
    grey.getRaster().setSamples(0, 0, 200, 200, 0, samples);
    for (String format : new String[] {"png", "jpeg"}) {
      BufferedImage small = Pictures.decode(made(Pictures.encode(grey, format), CROP).bytes());
      assertNear(0x808080, small.getRaster().getPixel(48, 48, new int[4]), format);
    }
  }

  @Test
  void webpIsReadLossyAndLossless() {
    for (String name : new String[] {"p.webp", "pl.webp"}) {
      assertSize(32, 24, made(Pictures.file(name), new ThumbnailRequest(32, 32, Method.SCALE)));
    }
  }

  @Test
  void heicAndAvifAreReadWhereTheMachineCan() throws IOException {
    assumeTrue(thumbnailer.readsHeif(), "needs Debian's package libvips-tools");
    for (String name : new String[] {"p.heic", "p.avif"}) {
      byte[] bytes = Pictures.file(name);
      assertSize(32, 24, made(bytes, new ThumbnailRequest(32, 32, Method.SCALE)));
      assertSize(20, 20, made(bytes, new ThumbnailRequest(20, 20, Method.CROP)));
      assertSize(64, 48, made(bytes, new ThumbnailRequest(640, 480, Method.SCALE)));
      assertInstanceOf(
          Undecodable.class, outcome(Arrays.copyOf(bytes, bytes.length - 200), SCALE), name);
    }
    try (Stream<Path> left = Files.list(directory.resolve("scratch"))) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void sizeOfPicturesIsReadWithoutDecoding() {
    assertInfo(64, 48, Pictures.file("p.webp"));
    assertInfo(64, 48, Pictures.file("pl.webp"));
    assertInfo(64, 48, Pictures.file("p.heic"));
    assertInfo(64, 48, Pictures.file("p.avif"));
    assertInfo(48, 64, Pictures.file("gps.jpg"));
    assertInfo(120, 60, Pictures.encode(Pictures.quarters(120, 60), "gif"));
  }

  @Test
  void decompressionBombsAreRefusedFromTheirHeader() {
    assertInstanceOf(TooManyPixels.class, outcome(Pictures.pngThatClaims(50_000, 50_000), SCALE));
    assertInstanceOf(
        NotSupported.class, outcome(Pictures.pngThatClaims(0x7fffffff, 0x80000001), SCALE));
    byte[] gif = Pictures.encode(Pictures.quarters(10, 10), "gif");
    byte[] bomb = gif.clone();
    int frame = indexOf(gif, 0x2c);
    Arrays.fill(bomb, frame + 5, frame + 9, (byte) 0xff);
    assertInstanceOf(TooManyPixels.class, outcome(bomb, SCALE));
    byte[] webp = Pictures.file("p.webp");
    int size = 20 + 6;
    webp[size] = (byte) 0xff;
    webp[size + 1] = 0x3f;
    webp[size + 2] = (byte) 0xff;
    webp[size + 3] = 0x3f;
    assertInstanceOf(TooManyPixels.class, outcome(webp, SCALE));
  }

  @Test
  void aHeicPartThatIsTooLargeIsRefused() {
    byte[] heic = Pictures.file("p.heic");
    int size = indexOf(heic, "ispe") + 8;
    heic[size] = 0x7f;
    heic[size + 4] = 0x7f;
    assertInstanceOf(TooManyPixels.class, outcome(heic, SCALE));
  }

  @Test
  void aProgressiveJpegWithEndlessPassesIsRefused() {
    byte[] head = Pictures.numbers(out -> out.writeInt(0xffd8ffc2));
    byte[] frame =
        Pictures.numbers(out -> {
          out.writeShort(11);
          out.write(8);
          out.writeShort(100);
          out.writeShort(100);
          out.write(new byte[] {1, 1, 0x11, 0});
          for (int i = 0; i < 1000; i++) {
            out.writeShort(0xffda);
            out.writeShort(8);
            out.write(new byte[] {1, 1, 0, 0, 0, 0, 1, 2, 3});
          }
          out.writeShort(0xffd9);
        });
    assertInstanceOf(NotSupported.class, outcome(Pictures.insert(head, 4, frame), SCALE));
  }

  @Test
  void wrongHeadersAndTruncatedFilesGiveAnOutcome() {
    byte[] truth = Pictures.encode(Pictures.quarters(300, 300), "png");
    byte[] lie = truth.clone();
    System.arraycopy(Pictures.pngThatClaims(7000, 7000), 8, lie, 8, 25);
    assertAnswered(outcome(lie, SCALE));
    assertInstanceOf(NotSupported.class, outcome("안녕".getBytes(UTF_8), SCALE));
    assertInstanceOf(NotSupported.class, outcome(new byte[0], SCALE));
    assertInstanceOf(NotSupported.class, outcome("<svg/>".getBytes(UTF_8), SCALE));
    Random random = new Random(20221015);
    List<byte[]> originals =
        List.of(
            truth,
            Pictures.encode(Pictures.quarters(300, 300), "jpeg"),
            Pictures.encode(Pictures.quarters(300, 300), "gif"),
            Pictures.file("p.webp"),
            Pictures.file("pl.webp"));
    for (byte[] original : originals) {
      for (int i = 0; i < 40; i++) {
        byte[] damaged = Arrays.copyOf(original, 1 + random.nextInt(original.length));
        for (int k = 0; k < 4; k++) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        Path file = directory.resolve("damaged");
        write(file, damaged);
        StoredMedia media = new StoredMedia(anyHash(), damaged.length, file);
        ImageInfo.read(media)
            .filter(info -> info.pixels() < Thumbnailer.WHOLE_PIXELS_MAX)
            .ifPresent(info -> decodeAnything(media, info));
      }
    }
  }

  private void decodeAnything(StoredMedia media, ImageInfo info) {
    try {
      ImageDecoder.decode(media.path(), info, SCALE.plan(info.width(), info.height()));
    } catch (IOException e) {
      throw new AssertionError("a damaged picture is no outage", e);
    }
  }

  @Test
  void largePhotosAreDecodedInLittleMemory() {
    // 40 million pixels would be 120 MB; with half of the pixels in each direction it is 8 MP.
    byte[] png =
        Pictures.encode(new BufferedImage(8000, 5000, BufferedImage.TYPE_BYTE_GRAY), "png");
    assertSize(320, 200, made(png, SCALE));
  }

  private ThumbnailOutcome outcome(byte[] bytes, ThumbnailRequest request) {
    return thumbnailer.make(keep(bytes), request);
  }

  private Thumbnail made(byte[] bytes, ThumbnailRequest request) {
    return assertInstanceOf(Made.class, outcome(bytes, request)).thumbnail();
  }

  private StoredMedia keep(byte[] bytes) {
    try (MediaSink sink = store.receive(100 << 20)) {
      sink.write(ByteBuffer.wrap(bytes));
      return sink.keep();
    } catch (MediaTooLarge e) {
      throw new AssertionError(e);
    }
  }

  private void assertInfo(int width, int height, byte[] bytes) {
    ImageInfo info = ImageInfo.read(keep(bytes)).orElseThrow();
    assertEquals(width + "x" + height, info.width() + "x" + info.height(), info::toString);
  }

  private static void assertAnswered(ThumbnailOutcome outcome) {
    assertTrue(outcome instanceof Made || outcome instanceof Undecodable, outcome::toString);
  }

  private static void assertSize(int width, int height, Thumbnail thumbnail) {
    assertEquals(width + "x" + height, thumbnail.width() + "x" + thumbnail.height());
    BufferedImage image = Pictures.decode(thumbnail.bytes());
    assertEquals(width + "x" + height, image.getWidth() + "x" + image.getHeight());
  }

  private static void assertQuarters(Thumbnail thumbnail, int... expected) {
    BufferedImage image = Pictures.decode(thumbnail.bytes());
    for (int i = 0; i < 4; i++) {
      int x = image.getWidth() * (i % 2 == 0 ? 1 : 3) / 4;
      int y = image.getHeight() * (i < 2 ? 1 : 3) / 4;
      int rgb = image.getRGB(x, y);
      int[] seen = {rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff};
      assertNear(expected[i], seen, "quarter " + i);
    }
  }

  private static void assertNear(int rgb, int[] seen, String what) {
    int bands = seen[1] == 0 && seen[2] == 0 && rgb == 0x808080 ? 1 : 3;
    for (int i = 0; i < bands; i++) {
      int wanted = rgb >> (16 - 8 * i) & 0xff;
      assertTrue(
          Math.abs(wanted - seen[i]) <= 12,
          what + ": " + Integer.toHexString(rgb) + " became " + Arrays.toString(seen));
    }
  }

  private static int indexOf(byte[] bytes, int value) {
    for (int i = 13 + (3 << ((bytes[10] & 7) + 1)); i < bytes.length; i++) {
      if ((bytes[i] & 0xff) == value) {
        return i;
      }
    }
    throw new AssertionError("not there");
  }

  private static int indexOf(byte[] bytes, String text) {
    return new String(bytes, ISO_8859_1).indexOf(text);
  }

  private static ContentHash anyHash() {
    return new ContentHash("0".repeat(64));
  }

  private static void write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
