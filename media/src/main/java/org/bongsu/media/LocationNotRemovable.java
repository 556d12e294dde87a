package org.bongsu.media;

/** A file in which a location may be, but can't be removed; it must not be stored unchanged. */
public final class LocationNotRemovable extends RuntimeException {
  LocationNotRemovable(String why) {
    super(why, null, false, false);
  }

  /** Why, as part of a sentence. */
  public String why() {
    return String.valueOf(getMessage());
  }
}
