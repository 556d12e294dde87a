package org.bongsu.watch.page;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** Numbers as people read them. */
final class Figures {
  private Figures() {}

  /** Rounded down, so that only what never failed is 100%. */
  static String percent(double share) {
    BigDecimal percent =
        BigDecimal.valueOf(share * 100).setScale(2, RoundingMode.DOWN).stripTrailingZeros();
    return percent.toPlainString() + "%";
  }

  /** The two largest units. */
  static String duration(
      Duration duration, String days, String hours, String minutes, String seconds, String gap) {
    long all = Math.max(1, duration.toSeconds());
    long[] amounts = {all / 86_400, all / 3600 % 24, all / 60 % 60, all % 60};
    String[] units = {days, hours, minutes, seconds};
    int first = 0;
    while (amounts[first] == 0) {
      first++;
    }
    String text = amounts[first] + units[first];
    return first + 1 < amounts.length && amounts[first + 1] > 0
        ? text + gap + amounts[first + 1] + units[first + 1]
        : text;
  }

  /** A response time, with its unit. */
  static String time(Duration time) {
    long millis = time.toMillis();
    return millis < 1000
        ? millis + " ms"
        : BigDecimal.valueOf(millis).movePointLeft(3).setScale(1, RoundingMode.HALF_UP) + " s";
  }
}
