package org.bongsu.log;

/** The record has more than {@link Log#RECORD_BYTES_MAX} bytes and was not appended. */
public final class RecordTooLarge extends RuntimeException {
  public RecordTooLarge(int bytes) {
    super("a record has at most " + Log.RECORD_BYTES_MAX + " bytes, not " + bytes);
  }
}
