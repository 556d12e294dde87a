package org.bongsu.media;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes an EXIF block as a phone would. */
public final class Exif {
  /** 37.4012 N, 127.1086 E in degrees, minutes and 10,000ths of seconds. */
  public static final int[] LATITUDE = {37, 1, 24, 1, 43_200, 10_000};

  public static final int[] LONGITUDE = {127, 1, 6, 1, 309_600, 10_000};

  private static final int IFD0 = 8;
  private static final int ENTRIES = 6;
  private static final int EXIF_IFD = IFD0 + 2 + 12 * ENTRIES + 4;
  private static final int GPS_IFD = EXIF_IFD + 2 + 12 + 4;
  private static final int GPS_ENTRIES = 5;
  private static final int DATA = GPS_IFD + 2 + 12 * GPS_ENTRIES + 4;

  private final ByteBuffer block;
  private int data = DATA;

  private Exif(ByteOrder order) {
    this.block = ByteBuffer.allocate(512).order(order);
  }

  /** A block with make, model, orientation, date, and location. */
  public static byte[] withLocation(ByteOrder order, int orientation) {
    Exif exif = new Exif(order);
    exif.block.put((order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM").getBytes(US_ASCII));
    exif.block.putShort((short) 42).putInt(IFD0);
    exif.block.putShort((short) ENTRIES);
    exif.text(0x010f, "Bongsu Optics");
    exif.text(0x0110, "Beacon 22");
    exif.number(0x0112, orientation);
    exif.text(0x0132, "2022:10:15 15:19:00");
    // The pointer to the location is between other entries, which must move up.
    exif.pointer(0x8825, GPS_IFD);
    exif.pointer(0x8769, EXIF_IFD);
    exif.block.putInt(0);
    exif.block.putShort((short) 1);
    exif.text(0x9003, "2022:10:15 15:19:30");
    exif.block.putInt(0);
    exif.block.putShort((short) GPS_ENTRIES);
    exif.text(0x0001, "N");
    exif.rationals(0x0002, LATITUDE);
    exif.text(0x0003, "E");
    exif.rationals(0x0004, LONGITUDE);
    exif.text(0x001d, "2022:10:15");
    exif.block.putInt(0);
    byte[] bytes = new byte[exif.data];
    exif.block.get(0, bytes);
    return bytes;
  }

  /** The bytes of a latitude or longitude in a block. */
  public static byte[] bytesOf(ByteOrder order, int[] rationals) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * rationals.length).order(order);
    for (int number : rationals) {
      bytes.putInt(number);
    }
    return bytes.array();
  }

  private void text(int tag, String text) {
    byte[] bytes = (text + "\0").getBytes(US_ASCII);
    block.putShort((short) tag).putShort((short) 2).putInt(bytes.length);
    value(bytes);
  }

  private void rationals(int tag, int[] numbers) {
    block.putShort((short) tag).putShort((short) 5).putInt(numbers.length / 2);
    value(bytesOf(block.order(), numbers));
  }

  private void number(int tag, int value) {
    block.putShort((short) tag).putShort((short) 3).putInt(1);
    block.putShort((short) value).putShort((short) 0);
  }

  private void pointer(int tag, int to) {
    block.putShort((short) tag).putShort((short) 4).putInt(1).putInt(to);
  }

  private void value(byte[] bytes) {
    if (bytes.length <= 4) {
      block.put(bytes).position(block.position() + 4 - bytes.length);
    } else {
      block.putInt(data);
      block.put(data, bytes);
      data += bytes.length + (bytes.length & 1);
    }
  }
}
