package org.bongsu.contract;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Collects errors inside this JVM while it is open: exceptions that no thread catches, and those
 * that are logged as severe (Vert.x logs what handlers throw). Sees only servers in the test's own
 * process.
 */
final class UnhandledErrors implements AutoCloseable {
  private static final int KEPT_MAX = 20;

  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final Thread.UncaughtExceptionHandler former =
      Thread.getDefaultUncaughtExceptionHandler();
  private final Logger root = Logger.getLogger("");

  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          if (line.getLevel().intValue() >= Level.SEVERE.intValue() && line.getThrown() != null) {
            add(line.getThrown());
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  UnhandledErrors() {
    Thread.setDefaultUncaughtExceptionHandler((thread, error) -> add(error));
    root.addHandler(handler);
  }

  private void add(Throwable error) {
    String where =
        List.of(error.getStackTrace()).stream()
            .map(StackTraceElement::toString)
            .filter(frame -> frame.contains("org.bongsu"))
            .findFirst()
            .orElse("outside of org.bongsu");
    String text = error + " at " + where;
    if (errors.size() < KEPT_MAX && !errors.contains(text)) {
      errors.add(text);
    }
  }

  /** Each different error once. */
  List<String> seen() {
    return List.copyOf(errors);
  }

  @Override
  public void close() {
    root.removeHandler(handler);
    Thread.setDefaultUncaughtExceptionHandler(former);
  }
}
