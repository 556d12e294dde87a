package org.bongsu.doctor;

import java.util.ArrayList;
import java.util.List;
import org.bongsu.doctor.Finding.Said;

/** Whether processes are as they should be: shards that apply, memory, requests that wait. */
final class Programs implements Check {
  private static final double LAG_MAX = 10_000;
  private static final double WAITING_MAX = 2_000;

  @Override
  public List<Finding> look(Seen seen) {
    List<Finding> findings = new ArrayList<>();
    for (SiteSeen site : seen.answering()) {
      if (site.metrics().isEmpty()) {
        findings.add(
            Finding.notChecked(
                "metrics",
                site.name() + ": 이 컴퓨터에서는 지표를 볼 수 없습니다(metrics-from).",
                site.name() + ": this machine may not read its metrics (metrics-from)."));
        continue;
      }
      judge(site, findings);
    }
    return findings;
  }

  private static void judge(SiteSeen site, List<Finding> findings) {
    int before = findings.size();
    double lag = sum(site, "bongsu_shard_lag{");
    double waiting = sum(site, "bongsu_writes_waiting");
    if (sum(site, "bongsu_shard_running{") < count(site, "bongsu_shard_running{")) {
      findings.add(
          Finding.broken(
              "shards",
              new Said(site.name() + ": 멈춘 샤드가 있습니다.", site.name() + ": some shards have stopped."),
              new Said(
                  "출력 로그에서 이유를 확인하고 서버를 다시 시작하십시오.",
                  "Read why in its output, and start the server again.")));
    }
    if (lag > LAG_MAX || waiting > WAITING_MAX) {
      findings.add(
          Finding.watchOut(
              "load",
              new Said(
                  "%s: 항목 %,.0f개가 밀려 있고 요청 %,.0f개가 기다립니다.".formatted(site.name(), lag, waiting),
                  "%s: %,.0f entries are not applied yet, and %,.0f requests wait."
                      .formatted(site.name(), lag, waiting)),
              new Said(
                  "두 곳으로 감당할 수 있는지 확인하십시오: ./bongsu capacity --sites …",
                  "See whether two sites can carry the load: ./bongsu capacity --sites …")));
    }
    if (findings.size() == before) {
      findings.add(
          Finding.ok(
              "load",
              "%s: 밀린 항목이 없습니다.".formatted(site.name()),
              "%s: keeps up.".formatted(site.name())));
    }
  }

  private static double sum(SiteSeen site, String prefix) {
    return site.metrics().entrySet().stream()
        .filter(metric -> metric.getKey().startsWith(prefix))
        .mapToDouble(metric -> metric.getValue())
        .sum();
  }

  private static long count(SiteSeen site, String prefix) {
    return site.metrics().keySet().stream().filter(name -> name.startsWith(prefix)).count();
  }
}
