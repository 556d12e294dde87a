package org.bongsu.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bongsu.doctor.Finding.Said;

/** Whether clocks agree. */
final class Clocks implements Check {
  private static final Duration WATCH_OUT = Duration.ofSeconds(3);
  private static final Duration BROKEN = Duration.ofSeconds(60);

  @Override
  public List<Finding> look(Seen seen) {
    List<Finding> findings = new ArrayList<>();
    for (SiteSeen site : seen.answering()) {
      if (site.clockAhead().isEmpty()) {
        findings.add(
            Finding.notChecked(
                "clocks",
                site.name() + ": 시각을 알려 주지 않습니다.",
                site.name() + ": does not tell its time."));
        continue;
      }
      Duration ahead = site.clockAhead().get();
      if (ahead.abs().compareTo(WATCH_OUT) > 0) {
        findings.add(differs(site, ahead));
      }
    }
    if (findings.isEmpty() && !seen.answering().isEmpty()) {
      findings.add(Finding.ok("clocks", "시계가 맞습니다.", "The clocks agree."));
    }
    return findings;
  }

  private static Finding differs(SiteSeen site, Duration ahead) {
    Finding.State state =
        ahead.abs().compareTo(BROKEN) > 0 ? Finding.State.BROKEN : Finding.State.WATCH_OUT;
    return new Finding(
        state,
        "clocks",
        new Said(
            "%s: 시계가 이 컴퓨터보다 %d초 %s."
                .formatted(
                    site.name(), ahead.abs().toSeconds(), ahead.isNegative() ? "늦습니다" : "빠릅니다"),
            "%s: its clock is %d s %s this machine's."
                .formatted(
                    site.name(),
                    ahead.abs().toSeconds(),
                    ahead.isNegative() ? "behind" : "ahead of")),
        new Said(
            "두 컴퓨터에서 시각 동기화를 켜십시오: timedatectl set-ntp true",
            "Turn time synchronisation on at both: timedatectl set-ntp true"));
  }
}
