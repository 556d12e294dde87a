package org.bongsu.media;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Strips locations from the segments of a JPEG and of what phones append to it. */
final class JpegLocation {
  private static final String EXIF = "Exif\0";
  private static final String XMP = "http://ns.adobe.com/xap/1.0/\0";
  private static final String XMP_EXTENSION = "http://ns.adobe.com/xmp/extension/\0";
  private static final String PHOTOSHOP = "Photoshop 3.0\0";

  /**
   * Before the content of an extension's piece: the packet's id, its length, the piece's offset.
   */
  private static final int PIECE_HEADER_BYTES = 40;

  private static final int PIECE_ID_BYTES = 32;

  /** A piece of a packet that is too long for one segment. */
  private record Piece(long offset, long at, int length) {}

  private final Octets bytes;
  private final Overwriting out;
  private final Map<String, List<Piece>> extensions = new LinkedHashMap<>();

  private JpegLocation(Octets bytes, Overwriting out) {
    this.bytes = bytes;
    this.out = out;
  }

  static void strip(Octets bytes, Overwriting out) throws IOException {
    JpegLocation photo = new JpegLocation(bytes, out);
    try {
      photo.segments();
    } catch (IndexOutOfBoundsException cutOff) {
      // No reader finds a segment after that.
    }
    for (List<Piece> pieces : photo.extensions.values()) {
      photo.cleanExtension(pieces);
    }
  }

  private void segments() throws IOException {
    long at = 2;
    while ((at = ImageHeaders.nextMarker(bytes, at)) > 0) {
      int marker = bytes.u8(at - 1);
      if (marker == 0xd9) {
        at = behind(at);
        if (at < 0) {
          return;
        }
        continue;
      }
      long length = Math.min(bytes.u16(at), bytes.size() - at);
      if (length >= 2) {
        segment(bytes.part(at + 2, length - 2), marker, at + 2);
      }
      at += Math.max(length, 2);
    }
  }

  private void segment(Octets body, int marker, long at) throws IOException {
    ParsingBudget budget = bytes.budget();
    budget.take(ParsingBudget.STRUCTURE);
    if (marker == 0xe1 && body.has(0, EXIF)) {
      // One byte after the signature differs between writers.
      int start = (int) Math.min(body.size(), EXIF.length() + 1);
      byte[] block = body.copy(start, (int) body.size() - start);
      out.overwrite(at + start, ExifLocation.without(block, budget));
    } else if (marker == 0xe1 && body.has(0, XMP)) {
      out.overwrite(at + XMP.length(), XmpLocation.without(after(body, XMP), budget));
    } else if (marker == 0xe1 && body.has(0, XMP_EXTENSION)) {
      remember(body, at);
    } else if (marker == 0xed && body.has(0, PHOTOSHOP)) {
      out.overwrite(
          at + PHOTOSHOP.length(), IptcLocation.withoutInResources(after(body, PHOTOSHOP), budget));
    }
  }

  private static byte[] after(Octets body, String signature) {
    return body.copy(signature.length(), (int) body.size() - signature.length());
  }

  private void remember(Octets body, long at) throws IOException {
    long header = XMP_EXTENSION.length();
    long content = header + PIECE_HEADER_BYTES;
    if (body.size() < content) {
      out.fill(at + header, body.size() - header, '\0');
      return;
    }
    String id = body.latin(header, PIECE_ID_BYTES);
    long offset = body.u32(header + PIECE_ID_BYTES + 4);
    extensions
        .computeIfAbsent(id, first -> new ArrayList<>())
        .add(new Piece(offset, at + content, (int) (body.size() - content)));
  }

  /** A name may be cut by the end of a piece, so the whole packet is put together first. */
  private void cleanExtension(List<Piece> pieces) throws IOException {
    pieces.sort(Comparator.comparingLong(Piece::offset));
    long length = pieces.stream().mapToLong(Piece::length).sum();
    if (length > LocationStripper.METADATA_BYTES_MAX) {
      for (Piece piece : pieces) {
        out.fill(piece.at, piece.length, ' ');
      }
      return;
    }
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    for (Piece piece : pieces) {
      packet.writeBytes(bytes.copy(piece.at, piece.length));
    }
    byte[] cleaned = XmpLocation.without(packet.toByteArray(), bytes.budget());
    int from = 0;
    for (Piece piece : pieces) {
      out.overwrite(piece.at, Arrays.copyOfRange(cleaned, from, from + piece.length));
      from += piece.length;
    }
  }

  /**
   * After the end of a picture: another one (its beginning is returned), or the video of a motion
   * photo, which is stripped.
   */
  private long behind(long from) throws IOException {
    for (long at = from; at + 8 < bytes.size(); at++) {
      int first = bytes.u8(at);
      if (first == 0xff && bytes.has(at, "\u00ff\u00d8\u00ff")) {
        return at + 2;
      }
      if (first == 0 && bytes.has(at + 4, "ftyp")) {
        VideoLocation.strip(bytes.part(at, bytes.size() - at), out.from(at));
        return -1;
      }
    }
    return -1;
  }
}
