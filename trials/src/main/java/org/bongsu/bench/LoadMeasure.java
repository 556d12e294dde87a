package org.bongsu.bench;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What one load saw.
 *
 * @param name as in {@code server} or {@code limit}
 * @param faults what went wrong on the way, by kind; what the tally holds against the server comes
 *     on top
 */
record LoadMeasure(
    String name,
    LoadShape shape,
    Window window,
    DeliveryLedger.Tally tally,
    Map<String, Long> faults) {

  /**
   * The measured window, warm-up and drain left out.
   *
   * @param acks latency of acknowledgement, microseconds
   * @param deliveries latency of delivery, microseconds
   * @param serverCpuSeconds processor time of the server within the window; 0 where unknown
   * @param serverRssBytes its largest resident memory; 0 where unknown
   * @param othersCpuSeconds processor time of everything else on the generator's machine, the
   *     server too where its process is unknown
   */
  record Window(
      double seconds,
      long acknowledged,
      long delivered,
      Histogram acks,
      Histogram deliveries,
      List<Meter.Second> bySecond,
      double serverCpuSeconds,
      long serverRssBytes,
      double generatorCpuSeconds,
      double othersCpuSeconds) {}

  double sendsPerSecond() {
    return window.acknowledged() / window.seconds();
  }

  double deliveriesPerSecond() {
    return window.delivered() / window.seconds();
  }

  /** Everything that should not have been. */
  long errors() {
    return faults.values().stream().mapToLong(Long::longValue).sum()
        + tally.missing()
        + tally.duplicates()
        + tally.misdelivered();
  }
}
