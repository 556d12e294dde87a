package org.bongsu.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;

/** Strips locations from the chunks of a PNG and corrects their checksums. */
final class PngLocation {
  private static final String XMP = "XML:com.adobe.xmp\0";

  /** A compressed packet is read up to this size: 1 MiB. */
  private static final int PACKET_BYTES_MAX = 1 << 20;

  /** A byte becomes at most this many by the method of PNG. */
  private static final long INFLATION_MAX = 1032;

  /** Compressing a byte again costs as much as reading this many. */
  private static final int COMPRESSION = 16;

  /**
   * The type of the chunk that replaces a removed one: private and ancillary, so readers skip it.
   */
  private static final byte[] DROPPED = {'b', 'g', 'X', 'x'};

  private PngLocation() {}

  static void strip(Octets bytes, Overwriting out) throws IOException {
    long at = 8;
    while (at + 12 <= bytes.size()) {
      long length = bytes.u32(at);
      if (length > bytes.size() - at - 12) {
        // Truncated in this chunk: it has no checksum, and no reader accepts it.
        return;
      }
      bytes.budget().take(ParsingBudget.STRUCTURE);
      String type = bytes.latin(at + 4, 4);
      switch (type) {
        case "eXIf", "iTXt", "tEXt", "zTXt" -> chunk(bytes.part(at, 12 + length), type, at, out);
        default -> {}
      }
      at += 12 + length;
    }
  }

  private static void chunk(Octets chunk, String type, long at, Overwriting out)
      throws IOException {
    int length = (int) Math.min(chunk.size() - 12, LocationStripper.METADATA_BYTES_MAX + 1);
    if (length > LocationStripper.METADATA_BYTES_MAX) {
      drop(chunk, at, out);
      return;
    }
    byte[] body = chunk.copy(8, length);
    try {
      clean(chunk, body, type, at, out);
    } catch (IndexOutOfBoundsException malformed) {
      drop(chunk, at, out);
    }
  }

  private static void clean(Octets chunk, byte[] body, String type, long at, Overwriting out)
      throws IOException {
    if (type.equals("eXIf")) {
      replace(body, ExifLocation.without(body, chunk.budget()), type, at, out);
    } else if (chunk.has(8, XMP)) {
      xmp(chunk, body, type, at, out);
    } else if (isLocation(body)) {
      drop(chunk, at, out);
    }
  }

  /** By its keyword: ImageMagick and others keep EXIF, XMP and IPTC in hexadecimal text. */
  private static boolean isLocation(byte[] body) {
    String start = new String(body, 0, Math.min(body.length, 80), ISO_8859_1);
    int end = start.indexOf('\0');
    String keyword = (end < 0 ? start : start.substring(0, end)).toLowerCase(Locale.ROOT);
    boolean profile =
        keyword.startsWith("raw profile type ")
            && !keyword.endsWith("icc")
            && !keyword.endsWith("icm");
    return profile || PlaceNames.isIn(keyword);
  }

  /** XMP belongs in iTXt; some programs (libvips) write zTXt, and readers accept it. */
  private static void xmp(Octets chunk, byte[] body, String type, long at, Overwriting out)
      throws IOException {
    int afterKeyword = XMP.length();
    int text =
        switch (type) {
          case "iTXt" -> afterZero(body, afterZero(body, afterKeyword + 2));
          case "zTXt" -> afterKeyword + 1;
          default -> afterKeyword;
        };
    boolean plain = type.equals("tEXt") || (type.equals("iTXt") && body[afterKeyword] == 0);
    byte[] packet = Arrays.copyOfRange(body, text, body.length);
    if (plain) {
      byte[] cleaned = body.clone();
      System.arraycopy(
          XmpLocation.without(packet, chunk.budget()), 0, cleaned, text, packet.length);
      replace(body, cleaned, type, at, out);
      return;
    }
    Optional<byte[]> inflated = inflate(packet, chunk.budget());
    if (inflated.isEmpty()) {
      drop(chunk, at, out);
      return;
    }
    byte[] cleaned = XmpLocation.without(inflated.get(), chunk.budget());
    if (!Arrays.equals(cleaned, inflated.get())) {
      rewrite(chunk, type, Arrays.copyOf(body, text), cleaned, at, out);
    }
  }

  /** The text without locations, compressed again, and an empty chunk that fills the difference. */
  private static void rewrite(
      Octets chunk, String type, byte[] prefix, byte[] cleaned, long at, Overwriting out)
      throws IOException {
    chunk.budget().take((long) COMPRESSION * cleaned.length);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(prefix);
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(body, deflater)) {
      deflated.write(cleaned);
    } finally {
      deflater.end();
    }
    long spare = chunk.size() - 12 - body.size();
    if (spare < 12) {
      drop(chunk, at, out);
      return;
    }
    drop(chunk, at, out);
    out.overwrite(at, fourBytes(body.size()));
    out.overwrite(at + 4, type.getBytes(ISO_8859_1));
    out.overwrite(at + 8, body.toByteArray());
    out.overwrite(at + 8 + body.size(), checksum(type.getBytes(ISO_8859_1), body.toByteArray()));
    long rest = at + 12 + body.size();
    out.overwrite(rest, fourBytes(spare - 12));
    out.overwrite(rest + 4, DROPPED);
    out.overwrite(rest + spare - 4, checksum(DROPPED, new byte[(int) spare - 12]));
  }

  private static int afterZero(byte[] body, int from) {
    int at = from;
    while (body[at] != 0) {
      at++;
    }
    return at + 1;
  }

  /** Empty if it is no compressed text, or longer than {@link #PACKET_BYTES_MAX}. */
  private static Optional<byte[]> inflate(byte[] deflated, ParsingBudget budget) {
    // A kilobyte can become a megabyte: the result counts, before there is room for it.
    int lengthMax = (int) Math.min(PACKET_BYTES_MAX, INFLATION_MAX * deflated.length + 1L);
    budget.take(lengthMax);
    byte[] inflated = new byte[lengthMax];
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(deflated);
      int length = inflater.inflate(inflated);
      return inflater.finished() ? Optional.of(Arrays.copyOf(inflated, length)) : Optional.empty();
    } catch (DataFormatException malformed) {
      return Optional.empty();
    } finally {
      inflater.end();
    }
  }

  private static void replace(byte[] body, byte[] cleaned, String type, long at, Overwriting out)
      throws IOException {
    if (!Arrays.equals(body, cleaned)) {
      out.overwrite(at + 8, cleaned);
      out.overwrite(at + 8 + cleaned.length, checksum(type.getBytes(ISO_8859_1), cleaned));
    }
  }

  private static void drop(Octets chunk, long at, Overwriting out) throws IOException {
    long length = chunk.size() - 12;
    CRC32 crc = new CRC32();
    crc.update(DROPPED);
    out.overwrite(at + 4, DROPPED);
    byte[] zeros = new byte[1 << 16];
    for (long done = 0; done < length; done += zeros.length) {
      int piece = (int) Math.min(zeros.length, length - done);
      crc.update(zeros, 0, piece);
      out.overwrite(at + 8 + done, piece == zeros.length ? zeros : new byte[piece]);
    }
    out.overwrite(at + 8 + length, fourBytes(crc.getValue()));
  }

  private static byte[] checksum(byte[] type, byte[] body) {
    CRC32 crc = new CRC32();
    crc.update(type);
    crc.update(body);
    return fourBytes(crc.getValue());
  }

  private static byte[] fourBytes(long value) {
    return new byte[] {
      (byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value
    };
  }
}
