package org.bongsu.drill;

/**
 * Something that somebody asked for, and what came of it.
 *
 * @param process who; one at a time does one thing
 * @param home the site at which that client is when all is well
 * @param site that answered; empty where none did
 * @param subject what it is about, as {@link Kind} says
 * @param value what was to become of it
 * @param result what the answer gave
 * @param invokedNanos before the first request went out
 * @param completedNanos after the answer had come, or when it was given up
 */
record Operation(
    Kind kind,
    String process,
    String home,
    String site,
    String subject,
    String value,
    String result,
    long invokedNanos,
    long completedNanos,
    Outcome outcome) {

  /** What was asked for. */
  enum Kind {
    /** A message, new or changed, into room {@code subject}; {@code result} is the event. */
    SEND,
    /** A message to the device of user {@code subject}. */
    TO_DEVICE,
    /** A value that is overwritten, such as a name or a membership; {@code subject} says which. */
    WRITE,
    /** A photo with hash {@code value}; {@code result} is its address. */
    UPLOAD,
    /** Somebody's one-time key; {@code result} is the key. */
    CLAIM,
    /** A login; {@code result} is the access token. */
    LOGIN,
    /** The revocation with number {@code subject}, of kind {@code value}. */
    NARROW,
    /** A look at what revocation {@code subject} took away; {@code result} is wide or narrow. */
    PROBE,
    /** An ordinary read at one site. */
    READ,
    /** Message {@code value} into room {@code subject}, some seconds later. */
    SCHEDULE,
    /** That message {@code value} is not sent to room {@code subject} after all. */
    CANCEL,
    /** Everything else that is only to be answered, such as a receipt. */
    OTHER
  }

  /** How it went. */
  enum Outcome {
    OK,
    /** Refused: it has not happened. */
    FAIL,
    /** No answer: it may have happened, once, then or later. */
    UNKNOWN
  }

  static final String WIDE = "wide";
  static final String NARROW = "narrow";

  boolean isOk() {
    return outcome == Outcome.OK;
  }

  /** In milliseconds, from its invocation or from a later moment. */
  double millisSince(long nanos) {
    return (completedNanos - Math.max(invokedNanos, nanos)) / 1e6;
  }
}
