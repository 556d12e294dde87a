package org.bongsu.drill;

import java.util.List;
import org.bongsu.drill.Finding.Harm;
import org.bongsu.drill.Operation.Kind;
import org.bongsu.drill.watch.WatchVerdict;
import org.bongsu.json.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * The result as JSON. Durations are in milliseconds, and null if nothing was measured. {@code
 * site_back_ms} counts from the time at which a fault was undone, everything else from the fault.
 * {@code recovery} is there if everything burnt.
 */
final class DrillJson {
  private static final int FINDINGS_MAX = 100;

  private DrillJson() {}

  static ObjectNode of(DrillResult result) {
    ObjectNode json = Json.object();
    json.put("verdict", result.verdict());
    json.put("acknowledged", result.acknowledged());
    json.put("lost", result.count(Harm.LOST));
    json.put("doubled", result.count(Harm.DOUBLED));
    json.put("reordered", result.count(Harm.REORDERED));
    json.put("stale", result.count(Harm.STALE));
    json.put("media_damaged", result.count(Harm.MEDIA_DAMAGED));
    json.put("keys_claimed_twice", result.count(Harm.KEY_CLAIMED_TWICE));
    json.put("digests_equal", result.digestsEqual());
    json.put("not_explained", result.count(Harm.NOT_EXPLAINED));
    json.put("started_at", result.startedAt());
    json.put("sends_per_second", result.options().load().sendsPerSecond());
    json.put("photos_acknowledged", result.acknowledged(Kind.UPLOAD));
    json.put("keys_claimed", result.acknowledged(Kind.CLAIM));
    json.put("narrowings_acknowledged", result.acknowledged(Kind.REVOKE));
    json.put("probes_answered", result.acknowledged(Kind.PROBE));
    summary(json.putObject("one_site_faults"), result);
    result.recovery().ifPresent(recovery -> put(json.putObject("recovery"), recovery));
    result.watched().ifPresent(watched -> put(json.putObject("watchers"), watched));
    var faults = json.putArray("faults");
    result.stalls().forEach(stalls -> faults.add(fault(stalls)));
    ObjectNode leftOut = json.putObject("faults_left_out");
    result.leftOut().forEach((fault, why) -> leftOut.put(fault.label(), why));
    var findings = json.putArray("findings");
    result.findings().stream()
        .limit(FINDINGS_MAX)
        .forEach(one -> findings.add(one.harm() + ": " + one.what()));
    return json;
  }

  private static void summary(ObjectNode json, DrillResult result) {
    spread(json.putObject("write_stall_ms"), result.ofOneSite(Stalls::writes));
    spread(json.putObject("read_stall_ms"), result.ofOneSite(Stalls::readStalls));
    spread(json.putObject("read_ms"), result.ofOneSite(Stalls::reads));
    spread(json.putObject("displaced_send_ms"), result.ofOneSite(Stalls::displacedSends));
    spread(json.putObject("photo_ms"), result.ofOneSite(Stalls::photos));
    spread(json.putObject("narrowing_ms"), result.ofOneSite(Stalls::revocations));
  }

  private static void put(ObjectNode json, Recovery recovery) {
    json.put("rpo_ms", recovery.lost().toMillis());
    json.put("rto_ms", recovery.times().all().toMillis());
    json.put("restore_ms", recovery.times().restore().toMillis());
    json.put("grow_ms", recovery.times().grow().toMillis());
    json.put("start_ms", recovery.times().start().toMillis());
  }

  /** In seconds, for each site that was lost for more than 15 s and each undisturbed watcher. */
  private static void put(ObjectNode json, WatchVerdict watched) {
    json.put("told", watched.opened().size());
    json.put("told_after_s_p50", WatchVerdict.percentile(watched.opened(), 0.5));
    json.put("told_after_s_p99", WatchVerdict.percentile(watched.opened(), 0.99));
    json.put("ended_after_s_p99", WatchVerdict.percentile(watched.ended(), 0.99));
    json.put("pages", watched.pages());
    json.put("disturbed", watched.disturbances());
    var findings = json.putArray("findings");
    watched.findings().stream().limit(FINDINGS_MAX).forEach(findings::add);
  }

  private static ObjectNode fault(Stalls stalls) {
    ObjectNode json = Json.object();
    json.put("kind", stalls.run().fault().label());
    json.put("site", stalls.run().sites());
    json.put("controller", stalls.run().controller());
    spread(json.putObject("write_stall_ms"), stalls.writes());
    spread(json.putObject("read_stall_ms"), stalls.readStalls());
    spread(json.putObject("read_ms"), stalls.reads());
    put(json, "displaced_send_ms", Stalls.median(stalls.displacedSends()));
    put(json, "displaced_send_worst_ms", Stalls.worst(stalls.displacedSends()));
    put(json, "photo_ms", Stalls.median(stalls.photos()));
    put(json, "narrowing_ms", Stalls.median(stalls.revocations()));
    put(json, "site_back_ms", stalls.siteBack().orElse(Double.NaN));
    return json;
  }

  private static void spread(ObjectNode json, List<Double> sorted) {
    put(json, "median", Stalls.median(sorted));
    put(json, "p99", Stalls.percentile(sorted, 0.99));
    put(json, "worst", Stalls.worst(sorted));
  }

  private static void put(ObjectNode json, String name, double millis) {
    if (Double.isNaN(millis)) {
      json.putNull(name);
    } else {
      json.put(name, Math.round(millis * 10) / 10.0);
    }
  }
}
