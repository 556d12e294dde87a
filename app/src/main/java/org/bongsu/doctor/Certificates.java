package org.bongsu.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bongsu.doctor.Finding.Said;

/** When the certificates of https addresses end. Those between sites are told by the keys' line. */
final class Certificates implements Check {
  private static final Duration WATCH_OUT = Duration.ofDays(14);
  private static final Duration BROKEN = Duration.ofDays(2);

  @Override
  public List<Finding> look(Seen seen) {
    List<Finding> findings = new ArrayList<>();
    for (SiteSeen site : seen.sites()) {
      Optional<Instant> ends = site.certificateEnds();
      ends.ifPresent(end -> findings.add(judge(site, end, Duration.between(seen.now(), end))));
    }
    return findings;
  }

  private static Finding judge(SiteSeen site, Instant end, Duration left) {
    Said what =
        new Said(
            "%s: 인증서가 %s에 만료됩니다(%d일 남음).".formatted(site.url(), end, left.toDays()),
            "%s: the certificate ends at %s, in %d days."
                .formatted(site.url(), end, left.toDays()));
    if (left.compareTo(WATCH_OUT) > 0) {
      return Finding.ok("certificate", what.korean(), what.english());
    }
    Said advice =
        new Said(
            "앞단 프록시의 인증서를 갱신하고 자동 갱신을 확인하십시오.",
            "Renew it at the proxy in front, and see why that does not happen by itself.");
    return left.compareTo(BROKEN) > 0
        ? Finding.watchOut("certificate", what, advice)
        : Finding.broken("certificate", what, advice);
  }
}
