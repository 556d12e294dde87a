package org.bongsu.drill;

import java.io.PrintStream;
import java.time.Duration;

/** Prints the progress every few seconds. */
final class Progress implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(5);

  private final Thread thread;

  Progress(History history, Sites sites, PrintStream out) {
    long began = System.nanoTime();
    thread =
        Thread.startVirtualThread(() -> {
          try {
            long before = 0;
            while (true) {
              Thread.sleep(EVERY);
              long acknowledged = history.acknowledged();
              out.printf(
                  "%4d s  %,9d acknowledged, %4d/s, serving: %s%n",
                  (System.nanoTime() - began) / 1_000_000_000,
                  acknowledged,
                  (acknowledged - before) / EVERY.toSeconds(),
                  sites.serving());
              before = acknowledged;
            }
          } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
