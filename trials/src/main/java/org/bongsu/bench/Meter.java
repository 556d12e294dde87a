package org.bongsu.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * Latencies and counts of one measured window, and how they developed second by second. Belongs to
 * the event loop.
 *
 * <p>Throughput counts the acknowledgements that came within the window. Latency counts every
 * message that was sent within the window, even if its acknowledgement or arrival came after it.
 */
final class Meter {
  /**
   * The results of one second; {@code atSeconds} is its end, counted from the start of the window.
   */
  record Second(
      double atSeconds,
      double sendsPerSecond,
      double deliveriesPerSecond,
      double ackP50Millis,
      double ackP99Millis,
      double deliveryP99Millis,
      double serverCores,
      long serverRssBytes) {}

  private static final long LATENCY_MICROS_MAX = 600_000_000;

  private final Optional<ProcessGauge> server;
  private final Histogram ack = new Histogram(LATENCY_MICROS_MAX, 3);
  private final Histogram delivery = new Histogram(LATENCY_MICROS_MAX, 3);
  private final Histogram ackNow = new Histogram(LATENCY_MICROS_MAX, 2);
  private final Histogram deliveryNow = new Histogram(LATENCY_MICROS_MAX, 2);
  private final List<Second> seconds = new ArrayList<>();
  private final ProcessGauge self = ProcessGauge.self();
  private boolean open;
  private long beginNanos = Long.MAX_VALUE;
  private long endNanos = Long.MAX_VALUE;
  private long acknowledged;
  private long delivered;
  private long acknowledgedBefore;
  private long deliveredBefore;
  private long sampledNanos;
  private double cpuSampled;
  private double cpuAtBegin;
  private double cpuAtEnd;
  private double selfCpuAtBegin;
  private double selfCpuAtEnd;
  private double machineCpuAtBegin;
  private double machineCpuAtEnd;
  private long rssMax;

  Meter(Optional<ProcessGauge> server) {
    this.server = server;
  }

  void begin() {
    beginNanos = System.nanoTime();
    sampledNanos = beginNanos;
    open = true;
    cpuAtBegin = cpuNow();
    cpuSampled = cpuAtBegin;
    selfCpuAtBegin = self.cpuSeconds();
    machineCpuAtBegin = ProcessGauge.machineCpuSeconds();
  }

  void end() {
    sample();
    open = false;
    endNanos = System.nanoTime();
    cpuAtEnd = cpuNow();
    selfCpuAtEnd = self.cpuSeconds();
    machineCpuAtEnd = ProcessGauge.machineCpuSeconds();
  }

  void acknowledged(long fromNanos, long nowNanos) {
    if (open) {
      acknowledged++;
    }
    if (within(fromNanos)) {
      long micros = micros(fromNanos, nowNanos);
      ack.recordValue(micros);
      ackNow.recordValue(micros);
    }
  }

  void delivered(long fromNanos, long nowNanos) {
    if (open) {
      delivered++;
    }
    if (within(fromNanos)) {
      long micros = micros(fromNanos, nowNanos);
      delivery.recordValue(micros);
      deliveryNow.recordValue(micros);
    }
  }

  /** To be called each second while the window is open. */
  void sample() {
    long now = System.nanoTime();
    double elapsed = (now - sampledNanos) / 1e9;
    if (!open || elapsed < 0.2) {
      return;
    }
    double cpu = cpuNow();
    long rss = server.map(ProcessGauge::rssBytes).orElse(0L);
    rssMax = Math.max(rssMax, rss);
    seconds.add(
        new Second(
            (now - beginNanos) / 1e9,
            (acknowledged - acknowledgedBefore) / elapsed,
            (delivered - deliveredBefore) / elapsed,
            ackNow.getValueAtPercentile(50) / 1e3,
            ackNow.getValueAtPercentile(99) / 1e3,
            deliveryNow.getValueAtPercentile(99) / 1e3,
            (cpu - cpuSampled) / elapsed,
            rss));
    sampledNanos = now;
    cpuSampled = cpu;
    acknowledgedBefore = acknowledged;
    deliveredBefore = delivered;
    ackNow.reset();
    deliveryNow.reset();
  }

  /** The results of the window; call it after its end. */
  LoadMeasure.Window window() {
    double known = cpuAtEnd - cpuAtBegin + selfCpuAtEnd - selfCpuAtBegin;
    double others = Math.max(0, machineCpuAtEnd - machineCpuAtBegin - known);
    return new LoadMeasure.Window(
        (endNanos - beginNanos) / 1e9,
        acknowledged,
        delivered,
        ack,
        delivery,
        List.copyOf(seconds),
        cpuAtEnd - cpuAtBegin,
        rssMax,
        selfCpuAtEnd - selfCpuAtBegin,
        others);
  }

  private boolean within(long fromNanos) {
    return beginNanos != Long.MAX_VALUE
        && fromNanos - beginNanos >= 0
        && (endNanos == Long.MAX_VALUE || fromNanos - endNanos < 0);
  }

  private double cpuNow() {
    return server.map(ProcessGauge::cpuSeconds).orElse(0.0);
  }

  private static long micros(long fromNanos, long nowNanos) {
    return Math.clamp((nowNanos - fromNanos) / 1_000, 0, LATENCY_MICROS_MAX);
  }
}
