package org.bongsu.media;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** The SHA-256 of some content in 64 lower-case hexadecimal digits: its name in every site. */
public record ContentHash(@JsonValue String value) implements Comparable<ContentHash> {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ContentHash {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("a content hash is 64 lower-case hexadecimal digits");
    }
  }

  static ContentHash ofDigest(byte[] sha256) {
    return new ContentHash(HexFormat.of().formatHex(sha256));
  }

  /** The hash that the text names; empty if it is not a hash. */
  public static Optional<ContentHash> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new ContentHash(text)) : Optional.empty();
  }

  @Override
  public int compareTo(ContentHash other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
