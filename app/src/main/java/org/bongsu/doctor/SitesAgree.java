package org.bongsu.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bongsu.doctor.Finding.Said;
import tools.jackson.databind.JsonNode;

/** Whether the sites of a deployment see each other, follow, have one leader and one level. */
final class SitesAgree implements Check {
  private static final long BEHIND_MAX = 10_000;
  private static final long STATUS_AGE_MILLIS_MAX = 10_000;

  @Override
  public List<Finding> look(Seen seen) {
    List<SiteSeen> several =
        seen.answering().stream()
            .filter(site -> site.health().filter(health -> health.has("sites")).isPresent())
            .toList();
    if (several.isEmpty()) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    several.forEach(site -> others(site, findings));
    leader(seen, several, findings);
    level(several, findings);
    if (findings.isEmpty()) {
      findings.add(
          Finding.ok(
              "sites", "사이트들이 서로 연결되어 있고 뒤처지지 않습니다.", "The sites see each other and keep up."));
    }
    return findings;
  }

  private static void others(SiteSeen site, List<Finding> findings) {
    for (JsonNode other : site.health().orElseThrow().path("sites")) {
      String name = other.path("name").asString("");
      if (other.path("status_age_ms").asLong(0) > STATUS_AGE_MILLIS_MAX) {
        findings.add(
            Finding.broken(
                "sites",
                new Said(
                    "%s: %s 사이트의 소식이 끊겼습니다.".formatted(site.name(), name),
                    "%s: has not heard of site %s.".formatted(site.name(), name)),
                new Said("두 사이트 사이의 네트워크를 확인하십시오.", "Check the network between the two.")));
      } else if (other.path("behind").asLong(0) > BEHIND_MAX) {
        findings.add(
            Finding.watchOut(
                "sites",
                new Said(
                    "%s: %s 사이트가 %,d개 항목 뒤처져 있습니다."
                        .formatted(site.name(), name, other.path("behind").asLong(0)),
                    "%s: site %s is %,d entries behind."
                        .formatted(site.name(), name, other.path("behind").asLong(0))),
                new Said(
                    "다시 만드는 중이면 기다리십시오. 아니면 그 사이트의 디스크와 프로세서를 확인하십시오.",
                    "If it is being rebuilt, wait. Otherwise check its disk and processors.")));
      }
    }
  }

  private static void leader(Seen seen, List<SiteSeen> several, List<Finding> findings) {
    long leaders =
        several.stream()
            .filter(site -> site.health().orElseThrow().path("leader").asBoolean(false))
            .count();
    boolean allAnswer = several.size() == seen.sites().size() && several.size() > 1;
    if (leaders != 1 && allAnswer) {
      findings.add(
          Finding.watchOut(
              "leader",
              new Said(
                  "지금 리더가 %d곳입니다.".formatted(leaders),
                  "There are %d leaders now.".formatted(leaders)),
              new Said(
                  "몇 초 뒤에 다시 실행하십시오. 그대로면 상태 로그(bongsu-sites)를 확인하십시오.",
                  "Run this again in a few seconds. If it stays so, check the status log"
                      + " (bongsu-sites).")));
    }
  }

  private static void level(List<SiteSeen> several, List<Finding> findings) {
    Set<Double> levels =
        several.stream()
            .flatMap(site -> site.metrics().entrySet().stream())
            .filter(metric -> metric.getKey().startsWith("bongsu_shard_level{"))
            .map(metric -> metric.getValue())
            .collect(Collectors.toCollection(TreeSet::new));
    if (levels.size() > 1) {
      findings.add(
          Finding.watchOut(
              "level",
              new Said(
                  "샤드의 명령 수준이 서로 다릅니다: %s".formatted(levels),
                  "Shards have different command levels: %s".formatted(levels)),
              new Said(
                  "모든 사이트를 같은 버전으로 올리면 저절로 같아집니다.",
                  "Bring all sites to the same version; the rest happens by itself.")));
    }
  }
}
