package org.bongsu.log;

import java.time.Duration;
import java.util.List;

/** One shard's records in order, for one thread. */
public interface LogReader extends AutoCloseable {
  /**
   * The next records, at most {@code countMax}; empty if none arrived within {@code wait}.
   *
   * @throws LogUnavailable if the log cannot be read now; the next call retries
   */
  List<LogRecord> poll(int countMax, Duration wait) throws InterruptedException;

  @Override
  void close();
}
