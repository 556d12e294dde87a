package org.bongsu.http;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Whether this node may answer now. It is asked before a request is handled and again before it is
 * answered: what was read while the node might serve must not be sent when it may not any more.
 */
@FunctionalInterface
public interface Admission {
  /** A node that is alone always may. */
  Admission ALWAYS = Optional::empty;

  /** What to say instead; empty while requests are answered. */
  Optional<RequestError> refusal();

  /** Lets an answer that waits for something end as soon as requests are not answered any more. */
  default void endWhenRefused(CompletableFuture<?> answer) {}
}
