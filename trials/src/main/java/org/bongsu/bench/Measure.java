package org.bongsu.bench;

import java.util.OptionalDouble;

/**
 * One number of the result, with its target.
 *
 * @param key as in the JSON, unit last
 * @param label for people
 * @param target empty if there is none or it is meant for another load
 */
public record Measure(
    String key, String label, double value, String unit, OptionalDouble target, Bound bound) {

  /** Which side of the target is good. */
  public enum Bound {
    AT_LEAST("≥"),
    AT_MOST("≤");

    private final String sign;

    Bound(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }
  }

  static Measure atLeast(String key, String label, double value, String unit, double target) {
    return new Measure(key, label, value, unit, OptionalDouble.of(target), Bound.AT_LEAST);
  }

  static Measure atMost(String key, String label, double value, String unit, double target) {
    return new Measure(key, label, value, unit, OptionalDouble.of(target), Bound.AT_MOST);
  }

  static Measure withoutTarget(String key, String label, double value, String unit) {
    return new Measure(key, label, value, unit, OptionalDouble.empty(), Bound.AT_MOST);
  }

  /** The same number without its target, if that is meant for another load. */
  Measure withoutTarget() {
    return new Measure(key, label, value, unit, OptionalDouble.empty(), bound);
  }

  /** Whether the target is met; true if there is none. */
  public boolean met() {
    return switch (bound) {
      case AT_LEAST -> value >= target.orElse(value);
      case AT_MOST -> value <= target.orElse(value);
    };
  }

  String shownValue() {
    return shown(value) + " " + unit;
  }

  String shownTarget() {
    return target.isEmpty() ? "" : bound.sign() + " " + shown(target.getAsDouble());
  }

  /** Three digits or all before the point. */
  static String shown(double value) {
    double size = Math.abs(value);
    String format =
        size >= 100 || value == Math.rint(value) ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
    return format.formatted(value);
  }
}
