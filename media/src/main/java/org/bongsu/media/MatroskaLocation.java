package org.bongsu.media;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Strips locations from the tags of a Matroska or WebM file. Tags are found by their id, wherever
 * they are: recordings of browsers have parts of unknown length, which can't be skipped.
 */
final class MatroskaLocation {
  private static final int TAGS = 0x1254c367;
  private static final int TAG = 0x7373;
  private static final int SIMPLE_TAG = 0x67c8;
  private static final int TAG_NAME = 0x45a3;
  private static final int CHECKSUM = 0xbf;
  private static final int CHECKSUM_BYTES = 4;
  private static final int VOID = 0xec;

  /** Id, length and first tag, at their longest, with a checksum; shorter ones hold no place. */
  private static final int TAGS_BYTES_MIN = 28;

  /** Tags within tags; real ones have two levels. */
  private static final int DEPTH_MAX = 16;

  /** The longest name of a tag that is read. */
  private static final int NAME_BYTES_MAX = 1024;

  /** An element; {@code id} still has its marker, as ids are written. */
  private record Element(long id, long at, long body, long end) {}

  private final Octets bytes;
  private final Overwriting out;

  private MatroskaLocation(Octets bytes, Overwriting out) {
    this.bytes = bytes;
    this.out = out;
  }

  static void strip(Octets bytes, Overwriting out) throws IOException {
    MatroskaLocation film = new MatroskaLocation(bytes, out);
    for (long at = 0; at + TAGS_BYTES_MIN <= bytes.size(); at++) {
      if (bytes.u8(at) == TAGS >>> 24 && bytes.u32(at) == TAGS) {
        film.cleanTags(at);
      }
    }
  }

  private void cleanTags(long at) throws IOException {
    long body = at + 4 + numberBytes(at + 4, 8);
    // Otherwise these are the same four bytes by chance, in a picture.
    if (bytes.u16(behindChecksum(body)) == TAG) {
      Element tags = element(at, bytes.size());
      clean(within(tags), 0);
    }
  }

  /** An element may begin with a checksum of the others in it. */
  private long behindChecksum(long body) {
    return bytes.u8(body) == CHECKSUM ? body + 1 + numberBytes(body + 1, 8) + CHECKSUM_BYTES : body;
  }

  /** Returns whether anything was removed; then its checksum no longer holds and goes too. */
  private boolean clean(List<Element> inside, int depth) throws IOException {
    if (depth > DEPTH_MAX) {
      throw new LocationNotRemovable("its tags are nested too deeply");
    }
    boolean changed = false;
    for (Element element : inside) {
      if (element.id == SIMPLE_TAG && isPlace(element)) {
        blank(element);
        changed = true;
      } else if (element.id == TAG || element.id == SIMPLE_TAG) {
        changed |= clean(within(element), depth + 1);
      }
    }
    if (changed) {
      for (Element element : inside) {
        if (element.id == CHECKSUM) {
          blank(element);
        }
      }
    }
    return changed;
  }

  private boolean isPlace(Element tag) {
    for (Element element : within(tag)) {
      if (element.id == TAG_NAME) {
        int length = (int) Math.min(element.end - element.body, NAME_BYTES_MAX);
        return PlaceNames.isIn(bytes.latin(element.body, length));
      }
    }
    return false;
  }

  /** Becomes an element that readers skip, of the same length. */
  private void blank(Element element) throws IOException {
    long length = element.end - element.at;
    out.fill(element.at, length, '\0');
    if (length < 9) {
      out.overwrite(element.at, new byte[] {(byte) VOID, (byte) (0x80 | (length - 2))});
      return;
    }
    byte[] header = new byte[9];
    header[0] = (byte) VOID;
    header[1] = 1;
    for (int i = 8; i > 1; i--) {
      header[i] = (byte) ((length - 9) >> (8 * (8 - i)));
    }
    out.overwrite(element.at, header);
  }

  private List<Element> within(Element parent) {
    List<Element> inside = new ArrayList<>();
    for (long at = parent.body; at < parent.end; ) {
      Element element = element(at, parent.end);
      inside.add(element);
      at = element.end;
    }
    return inside;
  }

  private Element element(long at, long to) {
    bytes.budget().take(ParsingBudget.STRUCTURE);
    int idBytes = numberBytes(at, 4);
    long id = number(at, idBytes);
    int sizeBytes = numberBytes(at + idBytes, 8);
    long marker = 1L << (7 * sizeBytes);
    long size = number(at + idBytes, sizeBytes) & (marker - 1);
    long body = at + idBytes + sizeBytes;
    if (size == marker - 1 || size > to - body) {
      throw new IndexOutOfBoundsException("an element that does not end in its parent");
    }
    return new Element(id, at, body, body + size);
  }

  /** The zeros before the first bit that is set tell the length (RFC 8794, section 4). */
  private int numberBytes(long at, int bytesMax) {
    int length = Integer.numberOfLeadingZeros(bytes.u8(at)) - 23;
    if (length > bytesMax) {
      throw new IndexOutOfBoundsException("a number of " + length + " bytes");
    }
    return length;
  }

  private long number(long at, int length) {
    long number = 0;
    for (int i = 0; i < length; i++) {
      number = number << 8 | bytes.u8(at + i);
    }
    return number;
  }
}
