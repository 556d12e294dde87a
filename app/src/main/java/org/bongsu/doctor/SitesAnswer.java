package org.bongsu.doctor;

import java.util.ArrayList;
import java.util.List;
import org.bongsu.doctor.Finding.Said;
import tools.jackson.databind.JsonNode;

/** Whether each site answers, and serves. */
final class SitesAnswer implements Check {
  private static final String SUBJECT = "site";

  @Override
  public List<Finding> look(Seen seen) {
    List<Finding> findings = new ArrayList<>();
    for (SiteSeen site : seen.sites()) {
      findings.add(site.health().map(health -> judge(site, health)).orElseGet(() -> gone(site)));
    }
    return findings;
  }

  private static Finding gone(SiteSeen site) {
    if (site.problem().contains("certificate")) {
      return Finding.broken(
          SUBJECT,
          new Said(
              "%s: 인증서를 믿을 수 없습니다: %s".formatted(site.url(), site.problem()),
              "%s: its certificate is not trusted: %s".formatted(site.url(), site.problem())),
          new Said(
              "앞단 프록시의 인증서가 만료되었는지, 이름이 맞는지 확인하십시오.",
              "See whether the certificate at the proxy in front has expired or names another host."));
    }
    return Finding.broken(
        SUBJECT,
        new Said(
            "%s에서 응답이 없습니다: %s".formatted(site.url(), site.problem()),
            "%s does not answer: %s".formatted(site.url(), site.problem())),
        new Said(
            "서버가 실행 중인지(systemctl status bongsu), 주소와 방화벽이 맞는지 확인하십시오.",
            "See whether it runs (systemctl status bongsu), and check the address and the"
                + " firewall."));
  }

  private static Finding judge(SiteSeen site, JsonNode health) {
    String name = site.name();
    if (health.has("log_lost")) {
      return Finding.broken(
          SUBJECT,
          new Said("%s: 로그를 잃었습니다.".formatted(name), "%s: the log is lost.".formatted(name)),
          new Said(
              "모든 사이트를 멈추고 ./bongsu recover를 실행하십시오(docs/failover.md).",
              "Stop all sites and run ./bongsu recover (docs/failover.md)."));
    }
    if (health.has("quarantined")) {
      return Finding.broken(
          SUBJECT,
          new Said(
              "%s: 데이터가 다른 사이트와 달라 격리되었습니다.".formatted(name),
              "%s: is quarantined because its data differs from the other sites'.".formatted(name)),
          new Said(
              "다시 시작하면 다른 사이트의 데이터로 다시 만들어집니다. 디스크를 점검하십시오.",
              "Its next start rebuilds it from the others. Check its disk."));
    }
    if (!health.path("ready").asBoolean(false)) {
      return Finding.broken(
          SUBJECT,
          new Said("%s: 요청을 처리하지 않습니다.".formatted(name), "%s: does not serve.".formatted(name)),
          new Said(
              "다른 사이트와 연결되는지 확인하고, 출력 로그의 마지막 줄을 보십시오.",
              "Check its links to the other sites, and read the last lines of its output."));
    }
    return Finding.ok(SUBJECT, name + ": 정상입니다.", name + ": serves.");
  }
}
