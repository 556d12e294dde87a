package org.bongsu.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import org.bongsu.store.StoreUnavailable;
import org.jspecify.annotations.Nullable;

/** Describes a failure to the operator in one line, without a stack trace. */
final class Failures {
  private Failures() {}

  static String describe(Throwable failure) {
    String text =
        switch (failure) {
          case AccessDeniedException e -> "no permission for " + e.getFile();
          case NoSuchFileException e -> "there is no file " + e.getFile();
          case FileAlreadyExistsException e -> e.getFile() + " is a file, not a directory";
          case NotDirectoryException e -> e.getFile() + " is not a directory";
          case UncheckedIOException e when e.getCause() != null -> describe(e.getCause());
          case IOException e -> withoutSpace(orName(e.getMessage(), e));
          case StoreUnavailable e -> withoutSpace(orName(e.getMessage(), e));
          default -> orName(failure.getMessage(), failure);
        };
    return text.lines().findFirst().orElse(text);
  }

  /** Replaces the system's and SQLite's messages for a full disk. */
  private static String withoutSpace(String message) {
    String lower = message.toLowerCase(Locale.ROOT);
    boolean full =
        lower.contains("no space left")
            || lower.contains("disk is full")
            || lower.contains("sqlite_full")
            || lower.contains("disk quota exceeded");
    return full ? "there is no space left on the disk of the data directory" : message;
  }

  private static String orName(@Nullable String message, Throwable failure) {
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
