package org.bongsu.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/**
 * A parser, and what must hold for every input.
 *
 * @param name as the command line and the directory of its corpus have it
 * @param bytesMax the longest input that the fuzzer makes
 * @param memory what one input may cost
 */
public record Target(String name, int bytesMax, Memory memory, Check check) {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Long enough for several structures that refer to each other, and fast to run. */
  private static final int BYTES_MAX = 4096;

  /** One input has been seen to allocate 13 MB, and 340 MB when its classes were instrumented. */
  private static final int INSTRUMENTED = 8;

  /** Passes an input to the parser and checks its result. */
  @FunctionalInterface
  interface Check {
    /**
     * Checks one input.
     *
     * @throws Property.Broken if a property does not hold; whatever else it throws is a finding,
     *     too
     */
    void on(byte[] input) throws IOException;
  }

  /**
   * A limit for the bytes that a thread allocates. They serve as the measure of work, because they
   * do not depend on the machine's load.
   */
  record Memory(long bytesAlways, long bytesForEach) {
    /** Texts and JSON: trees and copies of the input. */
    static final Memory TEXT = new Memory(8L << 20, 4096);

    /** Four bytes for each unit of the budget that limits the parsers of media. */
    static final Memory MEDIA = new Memory(4 * (32L << 20), 4 * 16);

    Memory times(int factor) {
      return new Memory(factor * bytesAlways, factor * bytesForEach);
    }

    long bytesMax(int inputBytes) {
      return bytesAlways + bytesForEach * inputBytes;
    }
  }

  /** The same with a higher limit: instrumentation defeats escape analysis. */
  Target instrumented() {
    return new Target(name, bytesMax, memory.times(INSTRUMENTED), check);
  }

  static Target ofText(String name, Check check) {
    return new Target(name, BYTES_MAX, Memory.TEXT, check);
  }

  static Target ofMedia(String name, Check check) {
    return new Target(name, 2 * BYTES_MAX, Memory.MEDIA, check);
  }

  /**
   * Runs one input.
   *
   * @throws Property.Broken if a property does not hold
   */
  public void run(byte[] input) throws IOException {
    long allowed = memory.bytesMax(input.length);
    if (allocation(input) > allowed) {
      // Once more, because the first input loads classes.
      long allocated = allocation(input);
      Property.holds(
          allocated <= allowed,
          () -> "%d bytes of input allocate %d bytes".formatted(input.length, allocated));
    }
  }

  private long allocation(byte[] input) throws IOException {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    check.on(input);
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
