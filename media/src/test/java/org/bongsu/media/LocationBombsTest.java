package org.bongsu.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are made so that cleaning them takes as long as possible. */
class LocationBombsTest {
  /** For a file of about a megabyte; on a slow machine, with a margin. */
  private static final long CPU_MILLIS_MAX = 2_000;

  private static final int MEGABYTE = 1 << 20;

  @TempDir Path directory;

  /** What happens to a file. */
  private enum Outcome {
    CLEANED,
    REFUSED
  }

  private Outcome strip(byte[] content) throws IOException {
    Path file = directory.resolve("bomb");
    Files.write(file, content);
    long began = cpuNanos();
    Outcome outcome;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      LocationStripper.strip(channel);
      outcome = Outcome.CLEANED;
    } catch (LocationNotRemovable e) {
      outcome = Outcome.REFUSED;
    }
    long millis = (cpuNanos() - began) / 1_000_000;
    assertTrue(millis < CPU_MILLIS_MAX, millis + " ms of CPU");
    return outcome;
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  @Test
  void aRangeIsCleanedOnceHoweverManyEntriesPointAtIt() throws Exception {
    for (int tag : new int[] {Tiff.TAG_XMP, Tiff.TAG_IPTC}) {
      byte[] bomb = Bombs.png(Pictures.pngChunk("eXIf", Bombs.directory(tag, 4096, 0)));
      assertEquals(Outcome.CLEANED, strip(bomb));
      boolean isThere = Files.readString(directory.resolve("bomb"), ISO_8859_1).contains("37,24");
      assertEquals(tag == Tiff.TAG_IPTC, isThere, "there are no records, so nothing to remove");
    }
  }

  @Test
  void overlappingRangesUseUpTheBudget() throws Exception {
    for (int tag : new int[] {Tiff.TAG_XMP, Tiff.TAG_IPTC}) {
      byte[] block = Bombs.directory(tag, 4096, 1);
      assertEquals(Outcome.REFUSED, strip(Bombs.png(Pictures.pngChunk("eXIf", block))));
      assertEquals(Outcome.REFUSED, strip(block), "as a TIFF");
    }
  }

  @Test
  void manyGpsDirectoriesOverTheSameBytesUseUpTheBudget() throws Exception {
    byte[] block = Bombs.directory(0x0004, 4096, 1);
    // In front of it a directory that says it is where the place is, many times.
    ByteBuffer whole = ByteBuffer.allocate(block.length + 2 + 12 * 100 + 4);
    whole.put(block).putShort((short) 100);
    for (int i = 0; i < 100; i++) {
      whole.putShort((short) Tiff.TAG_GPS_DIRECTORY).putShort((short) 4).putInt(1).putInt(8);
    }
    whole.putInt(4, block.length);
    assertEquals(Outcome.REFUSED, strip(Bombs.png(Pictures.pngChunk("eXIf", whole.array()))));
  }

  @Test
  void textThatInflatesAThousandfoldUsesUpTheBudget() throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes("XML:com.adobe.xmp\0\0".getBytes(ISO_8859_1));
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(body, new Deflater(9))) {
      deflater.write(" ".repeat(MEGABYTE - 1).getBytes(UTF_8));
    }
    byte[] chunk = Pictures.pngChunk("zTXt", body.toByteArray());
    byte[][] chunks = new byte[900][];
    Arrays.fill(chunks, chunk);
    assertTrue(chunk.length < 1200, "a thousandth of what it becomes");
    assertEquals(Outcome.REFUSED, strip(Bombs.png(chunks)));
  }

  @Test
  void metadataItemsThatLieOnEachOtherAreRefused() throws Exception {
    byte[] exif = join(new byte[4], Bombs.directory(Tiff.TAG_XMP, 4096, 0));
    int items = 4000;
    ByteBuffer info = ByteBuffer.allocate(6 + items * 21).putInt(0).putShort((short) items);
    ByteBuffer places = ByteBuffer.allocate(8 + items * 14);
    places.putInt(0).putShort((short) 0x4400).putShort((short) items);
    for (int i = 0; i < items; i++) {
      info.put(
          Boxes.box(
              "infe",
              ByteBuffer.allocate(13)
                  .putInt(0x02000000)
                  .putShort((short) i)
                  .putShort((short) 0)
                  .put("Exif\0".getBytes(ISO_8859_1))
                  .array()));
      places.putShort((short) i).putShort((short) 0).putShort((short) 1).putInt(24 + 8);
      places.putInt(exif.length);
    }
    byte[] heic =
        join(
            Boxes.box("ftyp", "heic\0\0\0\0mif1heic".getBytes(ISO_8859_1)),
            Boxes.box("mdat", exif),
            Boxes.box(
                "meta",
                new byte[4],
                Boxes.box("iinf", info.array()),
                Boxes.box("iloc", places.array())));
    assertEquals(Outcome.REFUSED, strip(heic));
  }

  @Test
  void boxesBeyondTheLimitAreRefusedInsteadOfLeft() throws Exception {
    byte[] free = Boxes.box("free");
    byte[][] many = new byte[70_000][];
    Arrays.fill(many, free);
    byte[] place = Boxes.box("udta", Boxes.box("\u00a9xyz", "+37.4012+127.1086/".getBytes(UTF_8)));
    byte[] film =
        join(
            Boxes.box("ftyp", "isom\0\0\0\0".getBytes(ISO_8859_1)),
            join(many),
            Boxes.box("moov", place));
    assertEquals(Outcome.REFUSED, strip(film));
  }

  @Test
  void deeplyNestedBoxesAreRefused() throws Exception {
    byte[] nested = Boxes.box("\u00a9xyz", "+37.4012+127.1086/".getBytes(UTF_8));
    for (int depth = 0; depth < 1000; depth++) {
      nested = Boxes.box("udta", nested);
    }
    byte[] film =
        join(Boxes.box("ftyp", "isom\0\0\0\0".getBytes(ISO_8859_1)), Boxes.box("moov", nested));
    assertEquals(Outcome.REFUSED, strip(film));
  }

  @Test
  void packetsAndTagsOfAMegabyteTakeLinearTime() throws Exception {
    byte[] jpeg = Pictures.encode(Pictures.quarters(6, 4), "jpeg");
    String[] packets = {
      "<GPSa ".repeat(10_000),
      " GPSa=\"".repeat(9_000),
      "&amp;".repeat(12_000),
      "<a:b c:d='".repeat(6_000)
    };
    for (String packet : packets) {
      byte[] bytes = packet.getBytes(UTF_8);
      byte[] photo = jpeg;
      for (int i = 0; i < 16; i++) {
        photo =
            Pictures.withApp1(photo, "http://ns.adobe.com/xap/1.0/\0".getBytes(ISO_8859_1), bytes);
      }
      assertEquals(Outcome.CLEANED, strip(photo));
    }
    byte[] tags = new byte[MEGABYTE];
    for (int i = 0; i + 7 < tags.length; i += 7) {
      ByteBuffer.wrap(tags)
          .putInt(i, 0x1254c367)
          .put(i + 4, (byte) 0x82)
          .putShort(i + 5, (short) 0x7373);
    }
    byte[] film = join(new byte[] {0x1a, 'E', (byte) 0xdf, (byte) 0xa3}, tags);
    assertEquals(Outcome.REFUSED, strip(film));
  }

  @Test
  void anInterruptEndsTheWork() {
    Octets film = Octets.of(new byte[8 << 20], ParsingBudget.ofFile(8 << 20));
    Thread.currentThread().interrupt();
    try {
      assertThrows(
          CancellationException.class, () -> MatroskaLocation.strip(film, (at, bytes) -> {}));
    } finally {
      assertTrue(Thread.interrupted());
    }
  }
}
