package org.bongsu.app;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.jspecify.annotations.Nullable;

/** What the operator is told when a command cannot go on: one line, no stack trace. */
final class Failures {
  private Failures() {}

  static String describe(Throwable failure) {
    return switch (failure) {
      case AccessDeniedException e -> "no permission for " + e.getFile();
      case IOException e -> orName(e.getMessage(), e);
      default -> orName(failure.getMessage(), failure);
    };
  }

  private static String orName(@Nullable String message, Throwable failure) {
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
