package org.bongsu.store;

/** The file has a newer level than this version of Bongsu knows. */
public final class StoreTooNew extends RuntimeException {
  public StoreTooNew(String file, int level, int known) {
    super(
        "%s has level %d; this Bongsu knows up to %d: install a newer version"
            .formatted(file, level, known));
  }
}
