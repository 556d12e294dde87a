package org.bongsu.media;

import java.util.Arrays;
import java.util.Set;

/** Blanks locations in IPTC records, and in the Photoshop resources that contain them. */
final class IptcLocation {
  /** Data sets of record 2: location code and name, city, sublocation, province, country. */
  private static final Set<Integer> PLACES = Set.of(26, 27, 90, 92, 95, 100, 101);

  private static final int RESOURCE_IPTC = 0x0404;
  private static final int RESOURCE_EXIF = 0x0422;
  private static final int RESOURCE_XMP = 0x0424;

  private IptcLocation() {}

  /** Image resources ({@code 8BIM}) without locations; zeros if they can't be read. */
  static byte[] withoutInResources(byte[] resources, ParsingBudget budget) {
    try {
      byte[] cleaned = resources.clone();
      Octets bytes = Octets.of(resources, budget);
      long at = 0;
      while (at + 12 <= bytes.size() && bytes.has(at, "8BIM")) {
        budget.take(ParsingBudget.STRUCTURE);
        int id = bytes.u16(at + 4);
        long name = 1L + bytes.u8(at + 6);
        long sizeAt = at + 6 + name + (name & 1);
        long size = bytes.u32(sizeAt);
        long body = sizeAt + 4;
        if (size > bytes.size() - body) {
          return new byte[resources.length];
        }
        byte[] content = bytes.copy(body, (int) size);
        byte[] without =
            switch (id) {
              case RESOURCE_IPTC -> withoutInRecords(content, budget);
              case RESOURCE_EXIF -> ExifLocation.without(content, budget);
              case RESOURCE_XMP -> XmpLocation.without(content, budget);
              default -> content;
            };
        System.arraycopy(without, 0, cleaned, (int) body, without.length);
        at = body + size + (size & 1);
      }
      return cleaned;
    } catch (IndexOutOfBoundsException malformed) {
      return new byte[resources.length];
    }
  }

  /** IPTC records without locations; zeros if they can't be read. */
  static byte[] withoutInRecords(byte[] records, ParsingBudget budget) {
    budget.take(records.length);
    byte[] cleaned = records.clone();
    int at = 0;
    while (at + 5 <= records.length && records[at] == 0x1c) {
      int length = (records[at + 3] & 0xff) << 8 | (records[at + 4] & 0xff);
      int body = at + 5;
      if (length > 0x7fff || length > records.length - body) {
        return new byte[records.length];
      }
      if (records[at + 1] == 2 && PLACES.contains(records[at + 2] & 0xff)) {
        Arrays.fill(cleaned, body, body + length, (byte) ' ');
      }
      at = body + length;
    }
    return cleaned;
  }
}
