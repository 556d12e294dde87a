package org.bongsu.node;

import java.util.List;
import java.util.function.ToLongFunction;
import org.bongsu.effects.EffectCounts;

/** The metrics of effects. */
final class EffectMetrics {
  private EffectMetrics() {}

  static List<Metric> of(List<EffectCounts> effects) {
    return List.of(
        metric(
            effects,
            "bongsu_effect_queued",
            "Tasks that wait or are being done.",
            Metric.Kind.GAUGE,
            EffectCounts::queued),
        counter(effects, "done", "Tasks that were done.", EffectCounts::done),
        counter(
            effects,
            "retried",
            "Failures after which a task was tried again.",
            EffectCounts::retried),
        counter(
            effects,
            "given_up",
            "Tasks that were refused, failed too often, or were too many.",
            EffectCounts::givenUp),
        counter(
            effects,
            "obsolete",
            "Tasks that were obsolete when their turn came.",
            EffectCounts::obsolete));
  }

  private static Metric counter(
      List<EffectCounts> effects, String what, String help, ToLongFunction<EffectCounts> value) {
    return metric(effects, "bongsu_effect_" + what + "_total", help, Metric.Kind.COUNTER, value);
  }

  private static Metric metric(
      List<EffectCounts> effects,
      String name,
      String help,
      Metric.Kind kind,
      ToLongFunction<EffectCounts> value) {
    List<Metric.Sample> samples =
        effects.stream()
            .map(effect -> Metric.Sample.of("effect", effect.name(), value.applyAsLong(effect)))
            .toList();
    return new Metric(name, help, kind, samples);
  }
}
