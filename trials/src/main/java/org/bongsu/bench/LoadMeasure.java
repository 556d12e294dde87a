package org.bongsu.bench;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * The results of one load.
 *
 * @param name as in {@code server} or {@code limit}
 * @param faults errors by kind, in addition to those in the tally
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
   * @param serverCpuSeconds processor time of the server within the window; 0 if unknown
   * @param serverRssBytes its largest resident memory; 0 if unknown
   * @param othersCpuSeconds processor time of everything else on the generator's machine, including
   *     the server if its process is unknown
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

  /** All errors. */
  long errors() {
    return faults.values().stream().mapToLong(Long::longValue).sum()
        + tally.missing()
        + tally.duplicates()
        + tally.misdelivered();
  }
}
