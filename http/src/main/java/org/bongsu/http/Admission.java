package org.bongsu.http;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Whether this node may answer now. Checked before a request is handled and again before its
 * response is sent, because data that was read while the node might serve must not be sent after it
 * has stopped.
 */
@FunctionalInterface
public interface Admission {
  /** A single machine always may. */
  Admission ALWAYS = Optional::empty;

  /** The error to answer with; empty while requests are answered. */
  Optional<RequestError> refusal();

  /** Completes this response, which waits for something, with the refusal once there is one. */
  default void endWhenRefused(CompletableFuture<?> answer) {}
}
