package org.bongsu.restic;

/** The name of a snapshot's object, in 64 lower-case hexadecimal digits. */
public record SnapshotId(String value) {
  public SnapshotId {
    if (!BlobId.FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("an id is 64 lower-case hexadecimal digits");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
