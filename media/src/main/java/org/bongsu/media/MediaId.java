package org.bongsu.media;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The last part of {@code mxc://server/mediaId}. Opaque: it does not reveal the content's hash, so
 * that someone who has a file cannot find out whether another user has uploaded it.
 */
public record MediaId(@JsonValue String value) {
  /** Specification, content repository, security considerations: these characters and no others. */
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,255}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public MediaId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("a media id has 1 to 255 of A-Z a-z 0-9 _ -");
    }
  }

  /** The media id that the text names; empty if it is not a media id. */
  public static Optional<MediaId> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new MediaId(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
