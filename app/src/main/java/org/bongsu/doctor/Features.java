package org.bongsu.doctor;

import java.util.ArrayList;
import java.util.List;
import org.bongsu.doctor.Finding.Said;
import tools.jackson.databind.JsonNode;

/** What each site says about its features: keys, backups and whatever else reports its health. */
final class Features implements Check {
  private static final String BACKUP = "backup";

  @Override
  public List<Finding> look(Seen seen) {
    List<Finding> findings = new ArrayList<>();
    for (SiteSeen site : seen.answering()) {
      site.health()
          .orElseThrow()
          .path("features")
          .properties()
          .forEach(feature -> feature.getValue().forEach(line -> findings.add(judge(site, line))));
    }
    return findings;
  }

  private static Finding judge(SiteSeen site, JsonNode line) {
    String subject = line.path("what").asString("");
    String detail = line.path("detail").asString("");
    String said = site.name() + ": " + detail;
    if (!line.path("works").asBoolean(true)) {
      return Finding.broken(subject, new Said(said, said), advice(subject));
    }
    if (subject.equals(BACKUP) && detail.startsWith("off")) {
      return Finding.watchOut(
          subject,
          new Said(site.name() + ": 백업이 꺼져 있습니다.", site.name() + ": backups are off."),
          new Said(
              "backup-to를 서버 밖의 디렉터리나 S3로 설정하십시오(docs/backup.md).",
              "Set backup-to to a directory or S3 elsewhere (docs/backup.md)."));
    }
    return Finding.ok(subject, said, said);
  }

  private static Said advice(String subject) {
    return switch (subject) {
      case BACKUP ->
          new Said(
              "백업 위치에 접근되고 공간이 남아 있는지 확인하십시오(docs/backup.md).",
              "See whether its place can be reached and has space (docs/backup.md).");
      case "keys" ->
          new Said(
              "./bongsu keys renew로 새 키를 만드십시오(docs/keys.md).",
              "Make new ones with ./bongsu keys renew (docs/keys.md).");
      default -> new Said("서버의 출력 로그를 확인하십시오.", "Read the server's output.");
    };
  }
}
