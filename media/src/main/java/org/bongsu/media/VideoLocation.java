package org.bongsu.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Blanks the location of a recording in MP4 and MOV without moving any box. */
final class VideoLocation {
  private static final byte[] FREE = {'f', 'r', 'e', 'e'};

  /** The deepest nesting of boxes: movie, track, user data, metadata, list. */
  private static final int DEPTH_MAX = 6;

  /** The type of the box in which Adobe stores XMP. */
  private static final String XMP_UUID =
      "\u00be\u007a\u00cf\u00cb\u0097\u00a9\u0042\u00e8\u009c\u0071\u0099\u0094\u0091\u00e3\u00af\u00ac";

  private final Octets bytes;
  private final long base;
  private final LocationStripper.Overwriting out;

  private VideoLocation(Octets bytes, long base, LocationStripper.Overwriting out) {
    this.bytes = bytes;
    this.base = base;
    this.out = out;
  }

  /**
   * Strips one file.
   *
   * @param base the offset of these bytes in the channel that is written to
   */
  static void strip(Octets bytes, long base, LocationStripper.Overwriting out) throws IOException {
    VideoLocation film = new VideoLocation(bytes, base, out);
    for (IsoBoxes.Box box : IsoBoxes.within(bytes, 0, bytes.size())) {
      if (box.type().equals("moov")) {
        film.clean(box, 0);
      } else {
        film.cleanXmp(box);
      }
    }
  }

  private void clean(IsoBoxes.Box container, int depth) throws IOException {
    if (depth > DEPTH_MAX) {
      return;
    }
    for (IsoBoxes.Box box : IsoBoxes.within(bytes, container.body(), container.end())) {
      switch (box.type()) {
        case "trak", "udta", "ilst" -> clean(box, depth + 1);
        case "meta" -> cleanMetadata(box, depth);
        case "\u00a9xyz", "loci" -> {
          out.overwrite(base + box.at() + 4, FREE);
          blank(box.body(), box.end(), (byte) 0);
        }
        default -> cleanXmp(box);
      }
    }
  }

  private void cleanXmp(IsoBoxes.Box box) throws IOException {
    boolean uuid = box.type().equals("uuid") && bytes.has(box.body(), XMP_UUID);
    if (uuid || box.type().equals("XMP_")) {
      long from = box.body() + (uuid ? 16 : 0);
      long length = Math.min(box.end() - from, LocationStripper.METADATA_BYTES_MAX);
      out.overwrite(base + from, XmpLocation.without(bytes.copy(from, (int) length)));
    }
  }

  /** Apple's metadata: a table of keys, and a list whose boxes are numbered by it. */
  private void cleanMetadata(IsoBoxes.Box meta, int depth) throws IOException {
    // In MP4 it has a version, in MOV it has none.
    long body = bytes.has(meta.body() + 4, "hdlr") ? meta.body() : meta.body() + 4;
    IsoBoxes.Box inside = new IsoBoxes.Box("film", meta.at(), body, meta.end());
    Optional<IsoBoxes.Box> keys = IsoBoxes.child(bytes, inside, "keys");
    Optional<IsoBoxes.Box> list = IsoBoxes.child(bytes, inside, "ilst");
    if (keys.isPresent() && list.isPresent()) {
      Set<Long> places = blankPlaceKeys(keys.get());
      for (IsoBoxes.Box value : IsoBoxes.within(bytes, list.get().body(), list.get().end())) {
        if (places.contains(bytes.u32(value.at() + 4))) {
          // After the inner data box's header, type and language.
          blank(Math.min(value.body() + 16, value.end()), value.end(), (byte) ' ');
        }
      }
    }
    clean(inside, depth + 1);
  }

  private Set<Long> blankPlaceKeys(IsoBoxes.Box keys) throws IOException {
    Set<Long> places = new HashSet<>();
    List<IsoBoxes.Box> names = new ArrayList<>(IsoBoxes.within(bytes, keys.body() + 8, keys.end()));
    for (int i = 0; i < names.size(); i++) {
      IsoBoxes.Box name = names.get(i);
      int length = (int) Math.min(name.end() - name.body(), 256);
      String text = new String(bytes.copy(name.body(), length), ISO_8859_1);
      if (text.toLowerCase(Locale.ROOT).contains("location")) {
        places.add(i + 1L);
        blank(name.body(), name.end(), (byte) 'x');
      }
    }
    return places;
  }

  private void blank(long from, long to, byte with) throws IOException {
    byte[] filled = new byte[(int) Math.min(to - from, LocationStripper.METADATA_BYTES_MAX)];
    Arrays.fill(filled, with);
    out.overwrite(base + from, filled);
  }
}
