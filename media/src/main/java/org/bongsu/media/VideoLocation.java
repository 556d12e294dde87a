package org.bongsu.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Blanks the location of a recording in MP4 and MOV without moving any box. */
final class VideoLocation {
  /** The type of a box that readers skip. */
  static final byte[] FREE = {'f', 'r', 'e', 'e'};

  /** The deepest nesting of boxes: movie, track, user data, metadata, list. */
  private static final int DEPTH_MAX = 6;

  /** Boxes with nothing but a location: QuickTime's, 3GPP's, and others. */
  private static final Set<String> PLACES = Set.of("\u00a9xyz", "loci", "GPS ", "gps0");

  /** The name of a key that is looked at up to this length. */
  private static final int NAME_BYTES_MAX = 1024;

  /** The type of the box in which Adobe stores XMP. */
  private static final String XMP_UUID =
      "\u00be\u007a\u00cf\u00cb\u0097\u00a9\u0042\u00e8\u009c\u0071\u0099\u0094\u0091\u00e3\u00af\u00ac";

  private final Octets bytes;
  private final Overwriting out;

  private VideoLocation(Octets bytes, Overwriting out) {
    this.bytes = bytes;
    this.out = out;
  }

  static void strip(Octets bytes, Overwriting out) throws IOException {
    VideoLocation film = new VideoLocation(bytes, out);
    for (IsoBoxes.Box box : IsoBoxes.within(bytes, 0, bytes.size())) {
      // User data and metadata belong into the movie; some cameras write them next to it.
      film.cleanBox(box, 0);
    }
  }

  private void clean(IsoBoxes.Box container, int depth) throws IOException {
    if (depth > DEPTH_MAX) {
      throw new LocationNotRemovable("its boxes are nested too deeply");
    }
    for (IsoBoxes.Box box : IsoBoxes.within(bytes, container.body(), container.end())) {
      cleanBox(box, depth);
    }
  }

  private void cleanBox(IsoBoxes.Box box, int depth) throws IOException {
    switch (box.type()) {
      case "moov", "trak", "udta", "ilst" -> clean(box, depth + 1);
      case "meta" -> cleanMetadata(box, depth);
      case "xml ", "bxml" -> cleanXml(box);
      case "----" -> cleanNamed(box);
      case "uuid" -> cleanUuid(box);
      case "XMP_" -> cleanXmp(box, box.body());
      case "gps " -> {
        cleanDashboard(box);
        drop(box);
      }
      default -> {
        if (PLACES.contains(box.type())) {
          drop(box);
        }
      }
    }
  }

  /**
   * Dashboard cameras list where in the file they noted where they were. Each note is a box {@code
   * free}, which begins with {@code GPS}.
   */
  private void cleanDashboard(IsoBoxes.Box list) throws IOException {
    // After a version and the number of notes.
    for (long at = list.body() + 8; at + 8 <= list.end(); at += 8) {
      long note = bytes.u32(at);
      long end = Math.min(note + bytes.u32(at + 4), bytes.size());
      if (bytes.has(note + 4, "freeGPS ") && end > note + 8) {
        fill(note + 8, end, '\0');
      }
    }
  }

  private void cleanUuid(IsoBoxes.Box box) throws IOException {
    if (bytes.has(box.body(), XMP_UUID)) {
      cleanXmp(box, box.body() + XMP_UUID.length());
    } else if (PlaceNames.isIn(text(box.body(), box.end()))) {
      drop(box);
    }
  }

  private void cleanXmp(IsoBoxes.Box box, long from) throws IOException {
    byte[] packet = metadata(bytes, from, box.end());
    out.overwrite(from, XmpLocation.without(packet, bytes.budget()));
  }

  /**
   * Camcorders' own XML, in which the key may be the value of an attribute; or a binary form of it.
   */
  private void cleanXml(IsoBoxes.Box box) throws IOException {
    // Behind its version.
    long from = Math.min(box.body() + 4, box.end());
    boolean place = box.type().equals("bxml") || PlaceNames.isIn(text(from, box.end()));
    if (place) {
      drop(box);
    } else {
      cleanXmp(box, from);
    }
  }

  /** A key and value of iTunes: boxes for who defined the key, its name, and the value. */
  private void cleanNamed(IsoBoxes.Box item) throws IOException {
    for (IsoBoxes.Box part : IsoBoxes.within(bytes, item.body(), item.end())) {
      boolean names = part.type().equals("mean") || part.type().equals("name");
      if (names && PlaceNames.isIn(name(part))) {
        drop(item);
        return;
      }
    }
  }

  /** Apple's metadata: a table of keys, and a list whose boxes are numbered by it. */
  private void cleanMetadata(IsoBoxes.Box meta, int depth) throws IOException {
    // In MP4 it has a version, in MOV it has none.
    long body = bytes.has(meta.body() + 4, "hdlr") ? meta.body() : meta.body() + 4;
    IsoBoxes.Box inside =
        new IsoBoxes.Box("film", meta.at(), Math.min(body, meta.end()), meta.end());
    Optional<IsoBoxes.Box> keys = IsoBoxes.child(bytes, inside, "keys");
    Optional<IsoBoxes.Box> list = IsoBoxes.child(bytes, inside, "ilst");
    if (keys.isPresent() && list.isPresent()) {
      Set<Long> places = blankPlaceKeys(keys.get());
      for (IsoBoxes.Box value : IsoBoxes.within(bytes, list.get().body(), list.get().end())) {
        if (places.contains(bytes.u32(value.at() + 4))) {
          // After the inner data box's header, type and language.
          fill(Math.min(value.body() + 16, value.end()), value.end(), ' ');
        }
      }
    }
    clean(inside, depth + 1);
  }

  private Set<Long> blankPlaceKeys(IsoBoxes.Box keys) throws IOException {
    Set<Long> places = new HashSet<>();
    List<IsoBoxes.Box> names = IsoBoxes.within(bytes, keys.body() + 8, keys.end());
    for (int i = 0; i < names.size(); i++) {
      IsoBoxes.Box name = names.get(i);
      if (PlaceNames.isIn(name(name))) {
        places.add(i + 1L);
        fill(name.body(), name.end(), 'x');
      }
    }
    return places;
  }

  private String name(IsoBoxes.Box box) {
    return bytes.latin(box.body(), (int) Math.min(box.end() - box.body(), NAME_BYTES_MAX));
  }

  private String text(long from, long to) {
    return new String(metadata(bytes, from, to), ISO_8859_1);
  }

  /** The box becomes one that readers skip. */
  private void drop(IsoBoxes.Box box) throws IOException {
    out.overwrite(box.at() + 4, FREE.clone());
    fill(box.body(), box.end(), '\0');
  }

  private void fill(long from, long to, char with) throws IOException {
    out.fill(from, to - from, with);
  }

  /**
   * One piece of metadata.
   *
   * @throws LocationNotRemovable if it is too long to be read
   */
  static byte[] metadata(Octets bytes, long from, long to) {
    long length = Math.max(0, to - from);
    if (length > LocationStripper.METADATA_BYTES_MAX) {
      throw new LocationNotRemovable("its metadata is larger than any camera's");
    }
    return bytes.copy(from, (int) length);
  }
}
