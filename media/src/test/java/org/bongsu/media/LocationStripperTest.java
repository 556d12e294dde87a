package org.bongsu.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocationStripperTest {
  private static final String XMP_NAMESPACE = "http://ns.adobe.com/xap/1.0/\0";
  private static final String PACKET =
      """
      <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description
        exif:GPSLatitude="37,24.072N" exif:GPSLongitude='127,6.516E' tiff:Make="Bongsu"
        drone-dji:GpsLongtitude = "+127.1086" photoshop:City="판교" dc:format="image/jpeg">
        <exif:GPSTimeStamp>2022-10-15T06:19:00Z</exif:GPSTimeStamp>
        <Iptc4xmpExt:LocationCreated><rdf:Bag><rdf:li Iptc4xmpExt:City="판교"/></rdf:Bag>
        </Iptc4xmpExt:LocationCreated><photoshop:State/>
        <dc:title>봉수 saw a fire</dc:title></rdf:Description></rdf:RDF></x:xmpmeta>\
      """;

  @TempDir Path directory;

  @Test
  void exifInAJpegLosesThePlaceAndKeepsTheRest() throws Exception {
    byte[] plain = jpeg();
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      byte[] block = Exif.withLocation(order, 6);
      byte[] photo = Pictures.withExif(plain, block);
      byte[] stripped = strip(photo);
      assertTrue(contains(photo, Exif.bytesOf(order, Exif.LATITUDE)), "it was there");
      assertFalse(contains(stripped, Exif.bytesOf(order, Exif.LATITUDE)));
      assertFalse(contains(stripped, Exif.bytesOf(order, Exif.LONGITUDE)));
      assertContains(stripped, "Bongsu Optics");
      assertContains(stripped, "Beacon 22");
      assertContains(stripped, "2022:10:15 15:19:00");
      assertContains(stripped, "2022:10:15 15:19:30");
      byte[] exif = Arrays.copyOfRange(stripped, 12, 12 + block.length);
      assertEquals(6, Tiff.orientationOf(octets(exif)));
      assertTrue(
          Tiff.of(octets(exif)).directories().stream()
              .flatMap(ifd -> ifd.entries().stream())
              .noneMatch(entry -> entry.tag() == Tiff.TAG_GPS_DIRECTORY));
      assertEquals(
          2, Tiff.of(octets(exif)).directories().size(), "the EXIF directory is still found");
      assertSamePixels(photo, stripped);
      assertArrayEquals(
          Arrays.copyOfRange(plain, 2, plain.length),
          Arrays.copyOfRange(stripped, stripped.length - plain.length + 2, stripped.length));
    }
  }

  @Test
  void xmpLosesPlacesAndStaysWellFormed() throws Exception {
    byte[] stripped =
        strip(
            Pictures.withApp1(jpeg(), XMP_NAMESPACE.getBytes(ISO_8859_1), PACKET.getBytes(UTF_8)));
    String text = new String(stripped, UTF_8);
    for (String gone : new String[] {"37,24", "127", "판교", "06:19", "GPS", "Gps", "City"}) {
      assertFalse(text.contains(gone), gone);
    }
    for (String kept : new String[] {"봉수 saw a fire", "tiff:Make=\"Bongsu\"", "dc:format"}) {
      assertTrue(text.contains(kept), kept);
    }
    int from = text.indexOf("<x:xmpmeta");
    String packet = text.substring(from, text.indexOf("</x:xmpmeta>") + 12);
    assertEquals(count(packet, "<rdf:Description"), count(packet, "</rdf:Description>"));
    assertSamePixels(jpeg(), stripped);
  }

  @Test
  void xmpThatHidesALocationIsBlankedCompletely() {
    for (String packet :
        new String[] {
          "<a><exif:GPSLatitude>37.4",
          "<a x:gpsy=37/>",
          "<a xmlns:gps='x'><gps:where>37.4</gps:where></a>"
        }) {
      byte[] bytes = packet.getBytes(UTF_8);
      assertArrayEquals(XmpLocation.blank(bytes.length), withoutPlace(bytes), packet);
    }
    byte[] wide =
        "<exif:GPSLatitude>37.4</exif:GPSLatitude>"
            .getBytes(java.nio.charset.StandardCharsets.UTF_16BE);
    assertArrayEquals(XmpLocation.blank(wide.length), withoutPlace(wide));
    byte[] harmless = "<dc:title>Gathering</dc:title>".getBytes(UTF_8);
    assertArrayEquals(harmless, withoutPlace(harmless));
  }

  @Test
  void aHugeHostilePacketTakesLinearTime() {
    byte[] opens = "<GPSa ".repeat(200_000).getBytes(UTF_8);
    assertEquals(opens.length, withoutPlace(opens).length);
    byte[] quotes = (" GPSa=\"".repeat(200_000)).getBytes(UTF_8);
    assertEquals(quotes.length, withoutPlace(quotes).length);
    byte[] names = ("a".repeat(1_000_000) + ":").getBytes(UTF_8);
    assertArrayEquals(names, withoutPlace(names));
  }

  @Test
  void iptcLosesPlacesAndKeepsTheCaption() throws Exception {
    byte[] records =
        Pictures.numbers(out -> {
          record(out, 90, "Pangyo");
          record(out, 120, "Where it burns");
          record(out, 101, "Korea");
        });
    byte[] resource =
        Pictures.numbers(out -> {
          out.writeBytes("8BIM");
          out.writeShort(0x0404);
          out.writeShort(0);
          out.writeInt(records.length);
          out.write(records);
        });
    byte[] segment =
        Pictures.numbers(out -> {
          out.writeShort(0xffed);
          out.writeShort(2 + 14 + resource.length);
          out.writeBytes("Photoshop 3.0\0");
          out.write(resource);
        });
    byte[] stripped = strip(Pictures.insert(jpeg(), 2, segment));
    assertContains(stripped, "Where it burns");
    assertFalse(contains(stripped, "Pangyo".getBytes(UTF_8)));
    assertFalse(contains(stripped, "Korea".getBytes(UTF_8)));
    assertSamePixels(jpeg(), stripped);
  }

  @Test
  void theSecondPictureAndTheVideoAfterAPhotoAreStripped() throws Exception {
    byte[] first = Pictures.withExif(jpeg(), Exif.withLocation(ByteOrder.BIG_ENDIAN, 1));
    byte[] video = film("+37.4012+127.1086/");
    byte[] both =
        Pictures.numbers(out -> {
          out.write(first);
          out.write(first);
          out.write(video);
        });
    byte[] stripped = strip(both);
    assertFalse(contains(stripped, Exif.bytesOf(ByteOrder.BIG_ENDIAN, Exif.LATITUDE)));
    assertFalse(contains(stripped, "+37.4012".getBytes(UTF_8)));
    assertEquals(2, count(new String(stripped, ISO_8859_1), "Bongsu Optics"));
  }

  @Test
  void videosLoseTheLocationOfTheRecording() throws Exception {
    byte[] stripped = strip(film("+37.4012+127.1086/"));
    assertFalse(contains(stripped, "+37.4012".getBytes(UTF_8)));
    assertFalse(contains(stripped, "ISO6709".getBytes(UTF_8)));
    assertContains(stripped, "com.apple.quicktime.make");
    assertContains(stripped, "pixels, untouched: xyz +37");
  }

  @Test
  void pngChunksAreStrippedAndTheirChecksumsHold() throws Exception {
    byte[] plain = Pictures.encode(Pictures.quarters(60, 40), "png");
    byte[] block = Exif.withLocation(ByteOrder.LITTLE_ENDIAN, 3);
    byte[] xmp = ("XML:com.adobe.xmp\0\0\0\0\0" + PACKET).getBytes(UTF_8);
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    deflated.writeBytes("XML:com.adobe.xmp\0\1\0\0\0".getBytes(UTF_8));
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(deflated)) {
      deflater.write(PACKET.getBytes(UTF_8));
    }
    byte[] chunks =
        Pictures.numbers(out -> {
          out.write(Pictures.pngChunk("eXIf", block));
          out.write(Pictures.pngChunk("iTXt", xmp));
          out.write(Pictures.pngChunk("iTXt", deflated.toByteArray()));
          out.write(Pictures.pngChunk("tEXt", "exif:GPSLatitude\00037".getBytes(UTF_8)));
          out.write(Pictures.pngChunk("tEXt", "Title\0A fire".getBytes(UTF_8)));
          out.write(Pictures.pngChunk("iTXt", "XML:com.adobe.xmp\0".getBytes(UTF_8)));
        });
    byte[] photo = Pictures.insert(plain, 33, chunks);
    byte[] stripped = strip(photo);
    String text = new String(stripped, ISO_8859_1);
    assertFalse(text.contains("GPS"));
    assertFalse(contains(stripped, Exif.bytesOf(ByteOrder.LITTLE_ENDIAN, Exif.LONGITUDE)));
    assertFalse(contains(stripped, Arrays.copyOfRange(deflated.toByteArray(), 22, 60)));
    assertTrue(text.contains("Beacon 22") && text.contains("Title\0A fire"));
    assertSamePixels(plain, stripped);
    assertEquals(count(new String(photo, ISO_8859_1), "IDAT"), count(text, "IDAT"));
    assertChecksums(stripped);
    assertEquals(3, info(stripped).orientation());
  }

  @Test
  void anotherProgramFindsNoLocationInAnyKindOfPhoto() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/exiftool")), "needs libimage-exiftool-perl");
    for (String name : new String[] {"gps.jpg", "gps.png", "gps.webp", "gps.heic", "gps.avif"}) {
      byte[] photo = Pictures.file(name);
      String before = seenByExiftool(photo);
      assertTrue(before.contains("GPS Position"), name);
      String seen = seenByExiftool(strip(photo));
      for (String gone : new String[] {"GPS", "Pangyo", "SKCC", "37 deg", "Error"}) {
        assertFalse(seen.contains(gone), () -> name + " " + gone + "\n" + seen);
      }
      seen.lines()
          .filter(line -> line.contains("Warning"))
          .forEach(warning -> assertTrue(before.contains(warning), warning));
      assertTrue(seen.contains("Bongsu") && seen.contains("2022:10:15 15:19:00"), () -> seen);
      assertTrue(seen.contains("Fire"), () -> name + " has a title: " + seen);
    }
  }

  @Test
  void filesOfEveryKindKeepTheirPixelsAndLoseTheirPlaces() throws Exception {
    for (String name : new String[] {"gps.jpg", "gps.png", "gps.webp", "gps.heic", "gps.avif"}) {
      byte[] photo = Pictures.file(name);
      byte[] stripped = strip(photo);
      String text = new String(stripped, ISO_8859_1);
      assertTrue(new String(photo, ISO_8859_1).contains("2022:10:15\0"), name);
      assertFalse(text.contains("GPS") || text.contains("Pangyo"), name);
      assertFalse(text.contains("2022:10:15\0"), name + " has a date of the satellites");
      assertTrue(text.contains("Bongsu") && text.contains("2022:10:15 15:19:00"), name);
      assertEquals(info(photo), info(stripped), name);
      if (!name.endsWith("heic") && !name.endsWith("avif")) {
        assertSamePixels(photo, stripped);
      }
    }
  }

  @Test
  void filesWithoutLocationAreNotChanged() throws Exception {
    for (byte[] content :
        new byte[][] {
          jpeg(),
          Pictures.encode(Pictures.quarters(20, 20), "png"),
          Pictures.encode(Pictures.quarters(20, 20), "gif"),
          Pictures.file("p.webp"),
          Pictures.file("p.heic"),
          Pictures.file("p.avif"),
          Pictures.withExif(jpeg(), Tiff.orientationOnly(6)),
          "exif:GPSLatitude=\"37\" in a text about photos".getBytes(UTF_8),
          "%PDF-1.7 GPSLatitude".getBytes(UTF_8),
          MediaStoreTest.randomBytes(5, 10_000),
          new byte[0]
        }) {
      Path file = directory.resolve("untouched");
      Files.write(file, content);
      assertFalse(stripFile(file));
      assertArrayEquals(content, Files.readAllBytes(file));
    }
  }

  @Test
  void exifThatCannotBeReadIsDroppedExceptForTheOrientation() throws Exception {
    byte[] block = Exif.withLocation(ByteOrder.LITTLE_ENDIAN, 8);
    byte[] outside = block.clone();
    int pointer = 8 + 2 + 12 * 4 + 8;
    outside[pointer + 2] = 0x7f;
    byte[] stripped = strip(Pictures.withExif(jpeg(), outside));
    assertFalse(contains(stripped, Exif.bytesOf(ByteOrder.LITTLE_ENDIAN, Exif.LATITUDE)));
    assertFalse(contains(stripped, "Beacon".getBytes(UTF_8)));
    assertEquals(8, info(stripped).orientation());
    assertSamePixels(jpeg(), stripped);

    byte[] noise = strip(Pictures.withExif(jpeg(), "37.4012 N".getBytes(UTF_8)));
    assertFalse(contains(noise, "37.4012".getBytes(UTF_8)));
    byte[] loop = block.clone();
    ByteBuffer.wrap(loop).order(ByteOrder.LITTLE_ENDIAN).putInt(8 + 2 + 12 * 6, 8);
    assertEquals(8, info(strip(Pictures.withExif(jpeg(), loop))).orientation());
  }

  @Test
  void aJpegWhoseExifIsDamagedKeepsEveryPixel() throws Exception {
    byte[] block = Exif.withLocation(ByteOrder.LITTLE_ENDIAN, 1);
    Random random = new Random(127);
    BufferedImage expected = Pictures.decode(jpeg());
    for (int i = 0; i < 500; i++) {
      byte[] damaged = block.clone();
      for (int k = random.nextInt(4); k >= 0; k--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      byte[] stripped = strip(Pictures.withExif(jpeg(), damaged));
      byte[] behind = Arrays.copyOfRange(stripped, 12 + block.length, stripped.length);
      assertArrayEquals(Arrays.copyOfRange(jpeg(), 2, jpeg().length), behind);
    }
    assertEquals(60, expected.getWidth());
  }

  private static Octets octets(byte[] bytes) {
    return Octets.of(bytes, ParsingBudget.ofFile(bytes.length));
  }

  private static byte[] withoutPlace(byte[] packet) {
    return XmpLocation.without(packet, ParsingBudget.ofFile(packet.length));
  }

  private static byte[] jpeg() {
    return Pictures.encode(Pictures.quarters(60, 40), "jpeg");
  }

  private byte[] strip(byte[] content) throws IOException {
    Path file = directory.resolve("photo");
    Files.write(file, content);
    boolean changed = stripFile(file);
    byte[] after = Files.readAllBytes(file);
    assertEquals(content.length, after.length);
    assertEquals(changed, !Arrays.equals(content, after));
    return after;
  }

  private static boolean stripFile(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return LocationStripper.strip(channel);
    }
  }

  private ImageInfo info(byte[] content) throws IOException {
    Path file = directory.resolve("info");
    Files.write(file, content);
    return ImageInfo.read(new StoredMedia(new ContentHash("0".repeat(64)), content.length, file))
        .orElseThrow();
  }

  private String seenByExiftool(byte[] content) throws Exception {
    Path file = directory.resolve("seen");
    Files.write(file, content);
    Process process =
        new ProcessBuilder(
                "/usr/bin/exiftool",
                "-G1",
                "-a",
                "-warning",
                "--System:all",
                "-all",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String seen = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return seen;
  }

  private static byte[] film(String place) {
    byte[] value = place.getBytes(UTF_8);
    byte[] udta =
        Boxes.box(
            "udta",
            Boxes.box(
                "\u00a9xyz",
                Pictures.numbers(out -> {
                  out.writeShort(value.length);
                  out.writeShort(0x15c7);
                  out.write(value);
                })));
    byte[] keys =
        Boxes.box(
            "keys",
            Pictures.numbers(out -> {
              out.writeInt(0);
              out.writeInt(2);
              out.write(Boxes.box("mdta", "com.apple.quicktime.make".getBytes(UTF_8)));
              out.write(Boxes.box("mdta", "com.apple.quicktime.location.ISO6709".getBytes(UTF_8)));
            }));
    byte[] list =
        Boxes.box(
            "ilst",
            Boxes.box("\0\0\0\1", data("Bongsu".getBytes(UTF_8))),
            Boxes.box("\0\0\0\2", data(value)));
    byte[] meta = Boxes.box("meta", Boxes.box("hdlr", new byte[24]), keys, list);
    return join(
        Boxes.box("ftyp", "qt  \0\0\0\0qt  ".getBytes(UTF_8)),
        Boxes.box("moov", Boxes.box("mvhd", new byte[100]), Boxes.box("trak", udta), udta, meta),
        Boxes.box("mdat", "pixels, untouched: xyz +37".getBytes(UTF_8)));
  }

  private static byte[] data(byte[] value) {
    return Boxes.box("data", join(new byte[] {0, 0, 0, 1, 0, 0, 0, 0}, value));
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  private static void record(java.io.DataOutputStream out, int dataSet, String text)
      throws IOException {
    out.write(new byte[] {0x1c, 2, (byte) dataSet});
    out.writeShort(text.length());
    out.writeBytes(text);
  }

  private static void assertSamePixels(byte[] before, byte[] after) {
    BufferedImage one = Pictures.decode(before);
    BufferedImage two = Pictures.decode(after);
    int[] pixelsBefore = one.getRGB(0, 0, one.getWidth(), one.getHeight(), null, 0, one.getWidth());
    int[] pixelsAfter = two.getRGB(0, 0, two.getWidth(), two.getHeight(), null, 0, two.getWidth());
    assertArrayEquals(pixelsBefore, pixelsAfter);
  }

  private static void assertChecksums(byte[] png) {
    ByteBuffer bytes = ByteBuffer.wrap(png);
    for (int at = 8; at < png.length; at += 12 + bytes.getInt(at)) {
      int length = bytes.getInt(at);
      java.util.zip.CRC32 crc = new java.util.zip.CRC32();
      crc.update(png, at + 4, 4 + length);
      assertEquals((int) crc.getValue(), bytes.getInt(at + 8 + length), "chunk at " + at);
    }
  }

  private static void assertContains(byte[] bytes, String text) {
    assertTrue(contains(bytes, text.getBytes(UTF_8)), text);
  }

  private static boolean contains(byte[] bytes, byte[] part) {
    return new String(bytes, ISO_8859_1).contains(new String(part, ISO_8859_1));
  }

  private static int count(String text, String part) {
    return (text.length() - text.replace(part, "").length()) / part.length();
  }
}
