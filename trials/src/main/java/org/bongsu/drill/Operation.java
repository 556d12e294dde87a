package org.bongsu.drill;

/**
 * A request and its outcome.
 *
 * @param process the actor; each does one thing at a time
 * @param home the client's home site
 * @param site that answered; empty if none did
 * @param subject see {@link Kind}
 * @param value see {@link Kind}
 * @param result from the answer; see {@link Kind}
 * @param invokedNanos before the first request was sent
 * @param completedNanos after the answer came, or when the client gave up
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

  /** Kinds of requests. */
  enum Kind {
    /** A message, new or edited, to room {@code subject}; {@code result} is the event. */
    SEND,
    /** A message to the device of user {@code subject}. */
    TO_DEVICE,
    /** A value that is overwritten, such as a name or a membership, named by {@code subject}. */
    WRITE,
    /** A photo with hash {@code value}; {@code result} is its address. */
    UPLOAD,
    /** A one-time key of another user; {@code result} is the key. */
    CLAIM,
    /** A login; {@code result} is the access token. */
    LOGIN,
    /** The revocation with number {@code subject}, of kind {@code value}. */
    REVOKE,
    /**
     * A look for what revocation {@code subject} revoked; {@code result} is {@link #SHOWN} or
     * {@link #HIDDEN}.
     */
    PROBE,
    /** An ordinary read at one site. */
    READ,
    /** A delayed message {@code value} to room {@code subject}. */
    SCHEDULE,
    /** The cancellation of delayed message {@code value} to room {@code subject}. */
    CANCEL,
    /** Anything else that only has to be answered, such as a receipt. */
    OTHER
  }

  /** The outcome. */
  enum Outcome {
    OK,
    /** Refused: it had no effect. */
    FAIL,
    /** No answer: it may have taken effect once, then or later. */
    UNKNOWN
  }

  static final String SHOWN = "shown";
  static final String HIDDEN = "hidden";

  /** As if no answer had come. */
  Operation unanswered() {
    return new Operation(
        kind,
        process,
        home,
        site,
        subject,
        value,
        result,
        invokedNanos,
        completedNanos,
        Outcome.UNKNOWN);
  }

  boolean isOk() {
    return outcome == Outcome.OK;
  }

  /** Milliseconds from its invocation, or from {@code nanos} if that is later. */
  double millisSince(long nanos) {
    return (completedNanos - Math.max(invokedNanos, nanos)) / 1e6;
  }
}
