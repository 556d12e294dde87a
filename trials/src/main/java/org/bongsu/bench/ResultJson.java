package org.bongsu.bench;

import org.HdrHistogram.Histogram;
import org.bongsu.json.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * The result as JSON. The numbers of the primary load are at the top level: {@code
 * sends_per_second}, {@code ack_ms}, {@code delivery_ms}, {@code errors}, {@code
 * server_cpu_seconds}, {@code server_rss_bytes} and, if the limit was measured, {@code
 * limit_sends_per_second} and {@code limit_ratio}.
 */
final class ResultJson {
  private ResultJson() {}

  static ObjectNode of(BenchResult result) {
    ObjectNode json = setting(result.setting());
    if (!result.primary().isEmpty()) {
      load(json, result.primary());
    }
    json.put("errors", result.errors());
    ObjectNode others = json.putObject("other_errors_by_kind");
    result.otherErrors().forEach(others::put);
    if (!result.limits().isEmpty()) {
      double limit = result.limits().sendsPerSecond();
      json.put("limit_sends_per_second", rounded(limit));
      if (!result.sends().isEmpty() && limit > 0) {
        json.put("limit_ratio", rounded(result.sends().sendsPerSecond() / limit));
      }
      load(json.putObject("limit"), result.limits());
    }
    if (!result.delivery().isEmpty()) {
      load(json.putObject("delivery"), result.delivery());
    }
    var measures = json.putArray("measures");
    for (Measure measure : result.measures()) {
      ObjectNode one = measures.addObject();
      one.put("key", measure.key()).put("value", rounded(measure.value()));
      one.put("unit", measure.unit());
      if (measure.target().isPresent()) {
        one.put("target", measure.target().getAsDouble());
        one.put("bound", measure.bound().name().toLowerCase(java.util.Locale.ROOT));
        one.put("met", measure.met());
      }
    }
    var notes = json.putArray("notes");
    result.notes().forEach(notes::add);
    return json;
  }

  private static ObjectNode setting(BenchResult.Setting setting) {
    ObjectNode json = Json.object();
    json.put("started_at", setting.startedAt()).put("server", setting.server());
    json.put("processors", setting.processors()).put("seed", setting.seed());
    json.put("users", setting.users()).put("rooms", setting.roomSizes().size());
    json.put("senders", setting.senders());
    return json;
  }

  private static void load(ObjectNode json, Rounds rounds) {
    LoadShape shape = rounds.all().getFirst().shape();
    json.put("syncing", shape.syncing()).put("seconds", rounded(rounds.seconds()));
    if (shape.rate().isPresent()) {
      json.put("rate", shape.rate().getAsInt());
    }
    json.put("sends_per_second", rounded(rounds.sendsPerSecond()));
    json.put("deliveries_per_second", rounded(rounds.deliveriesPerSecond()));
    json.set("ack_ms", millis(rounds.acks()));
    json.set("delivery_ms", millis(rounds.deliveries()));
    json.put("errors", rounds.errors());
    ObjectNode kinds = json.putObject("errors_by_kind");
    rounds.errorsByKind().forEach(kinds::put);
    json.put("sends_acknowledged", rounds.sum(round -> round.tally().acknowledged()));
    json.put("deliveries", rounds.sum(round -> round.tally().delivered()));
    json.put("deliveries_missing", rounds.sum(round -> round.tally().missing()));
    json.put("deliveries_duplicate", rounds.sum(round -> round.tally().duplicates()));
    json.put("deliveries_in_limited_timelines", rounds.sum(round -> round.tally().skipped()));
    json.put("server_cpu_seconds", rounded(rounds.serverCpuSeconds()));
    json.put("server_rss_bytes", rounds.serverRssBytes());
    json.put("generator_cpu_seconds", rounded(rounds.generatorCpuSeconds()));
    json.put("others_cpu_seconds", rounded(rounds.othersCpuSeconds()));
    var each = json.putArray("rounds");
    rounds.all().forEach(round -> each.add(rounded(round.sendsPerSecond())));
  }

  private static ObjectNode millis(Histogram micros) {
    ObjectNode json = Json.object();
    json.put("count", micros.getTotalCount());
    json.put("p50", rounded(micros.getValueAtPercentile(50) / 1e3));
    json.put("p99", rounded(micros.getValueAtPercentile(99) / 1e3));
    json.put("p999", rounded(micros.getValueAtPercentile(99.9) / 1e3));
    json.put("max", rounded(micros.getMaxValue() / 1e3));
    return json;
  }

  /** To a thousandth: more digits would suggest false precision. */
  private static double rounded(double value) {
    return Math.round(value * 1_000) / 1_000.0;
  }
}
