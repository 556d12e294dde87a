package org.bongsu.restic;

import java.util.regex.Pattern;

/** The SHA-256 of a blob's content, in 64 lower-case hexadecimal digits. */
public record BlobId(String value) implements Comparable<BlobId> {
  static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  public BlobId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("an id is 64 lower-case hexadecimal digits");
    }
  }

  /** The id of this content. */
  public static BlobId of(byte[] content, int offset, int length) {
    return new BlobId(Sha256.hex(content, offset, length));
  }

  @Override
  public int compareTo(BlobId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
