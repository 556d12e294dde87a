package org.bongsu.log;

/** What was to be appended has more than {@link Log#RECORD_BYTES_MAX} bytes. */
public final class RecordTooLarge extends RuntimeException {
  public RecordTooLarge(int bytes) {
    super("a record has at most " + Log.RECORD_BYTES_MAX + " bytes, not " + bytes);
  }
}
