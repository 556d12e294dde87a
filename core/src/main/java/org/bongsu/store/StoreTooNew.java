package org.bongsu.store;

/** The file was written by a newer Bongsu; this one does not touch it. */
public final class StoreTooNew extends RuntimeException {
  public StoreTooNew(String file, int version, int known) {
    super(
        "%s has schema version %d, and this Bongsu knows versions up to %d: start the newer one"
            .formatted(file, version, known));
  }
}
