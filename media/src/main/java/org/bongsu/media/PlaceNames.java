package org.bongsu.media;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names under which formats and programs store where a photo or video was taken. */
final class PlaceNames {
  /** A name that contains one of these, in any case: {@code GPSLatitude}, {@code ©location}. */
  private static final List<String> PARTS =
      List.of(
          "gps",
          "latitude",
          "longitude",
          "longtitude", // as a maker of drones spells it
          "location",
          "iso6709",
          "geotag",
          "georss",
          "geohash",
          "geocod");

  /** Names of properties, whole: Photoshop, IPTC, and the vocabulary for places of the W3C. */
  private static final Set<String> WHOLE =
      Set.of(
          "city",
          "state",
          "country",
          "countrycode",
          "countryname",
          "provincestate",
          "worldregion",
          "lat",
          "lon",
          "lng",
          "long",
          "lat_long");

  private PlaceNames() {}

  /** Whether a text contains such a name. */
  static boolean isIn(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return PARTS.stream().anyMatch(lower::contains);
  }

  /** Whether this is such a name, with or without a prefix. */
  static boolean isOne(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String local = lower.substring(lower.lastIndexOf(':') + 1);
    boolean geo = lower.startsWith("geo") && local.length() < lower.length();
    return geo || WHOLE.contains(local) || PARTS.stream().anyMatch(local::contains);
  }
}
