package org.bongsu.drill;

import java.util.List;
import java.util.Map;
import org.bongsu.drill.Finding.Harm;
import org.bongsu.drill.Operation.Kind;
import org.bongsu.page.Page;

/**
 * The result as one HTML page that needs nothing else: verdict, timeline, a table of all faults.
 */
final class DrillPage {
  private static final int FINDINGS_MAX = 100;
  private static final double WRITE_MEDIAN_MAX = 2_000;
  private static final double WRITE_WORST_MAX = 3_000;
  private static final double READ_P99_MAX = 250;
  private static final double READ_WORST_MAX = 1_000;
  private static final double DISPLACED_MAX = 4_000;

  private final DrillResult result;
  private final StringBuilder page = new StringBuilder(128 * 1024);

  private DrillPage(DrillResult result) {
    this.result = result;
  }

  static String of(DrillResult result) {
    return new DrillPage(result).page();
  }

  private String page() {
    String subtitle =
        "Fire drill: three sites, %d faults under %d messages a second, %s"
            .formatted(
                result.stalls().size(),
                result.options().load().sendsPerSecond(),
                result.startedAt());
    page.append(Page.begin("봉수 소방 훈련", subtitle, Page.resource(DrillPage.class, "drill.css")));
    verdict();
    cards();
    timeline();
    faults();
    findings();
    method();
    return page.append(Page.end()).toString();
  }

  private void verdict() {
    page.append("<section class=\"verdict ").append(result.verdict()).append("\"><strong>");
    page.append(result.passed() ? "통과 · pass" : "실패 · fail").append("</strong><span>");
    page.append(
        result.passed()
            ? "받았다고 답한 것은 하나도 잃지 않았고, 거둔 것은 어디에서도 보이지 않았습니다. Nothing acknowledged was lost,"
                + " doubled, reordered or damaged; nothing that was taken back was shown; every"
                + " site came back by itself."
            : "지켜지지 않은 약속이 있습니다. A promise was broken; see below.");
    page.append("</span></section>");
  }

  private void cards() {
    page.append("<section class=\"cards\">");
    card("받은 메시지 · messages acknowledged", result.acknowledged(), true);
    card("잃음 · lost", result.count(Harm.LOST), false);
    card("두 번 · doubled", result.count(Harm.DOUBLED), false);
    card("순서 바뀜 · out of order", result.count(Harm.REORDERED), false);
    card("거둔 것이 보임 · shown after it was taken back", result.count(Harm.STALE), false);
    card("망가진 사진 · photos damaged", result.count(Harm.MEDIA_DAMAGED), false);
    card("두 번 준 열쇠 · keys given twice", result.count(Harm.KEY_CLAIMED_TWICE), false);
    card("다른 요약값 · digests that differ", result.count(Harm.DIGEST_DIFFERS), false);
    page.append("</section>");
  }

  private void card(String name, long value, boolean told) {
    String style = told ? "told" : value == 0 ? "met" : "missed";
    page.append("<div class=\"card ").append(style).append("\"><span class=\"name\">").append(name);
    page.append("</span><span class=\"value\">").append("%,d".formatted(value));
    page.append("</span></div>");
  }

  private void timeline() {
    page.append("<h2>시간의 흐름 · Timeline</h2><figure class=\"timeline\">");
    page.append(Timeline.of(result)).append("<p class=\"legend\">");
    for (String site : Sites.NAMES) {
      page.append("<span><i class=\"").append(site).append("\"></i>사이트 · site ").append(site);
      page.append("</span>");
    }
    page.append("<span><i class=\"down\"></i>장애 · away</span>");
    page.append("<span>* 제어 노드가 있던 사이트 · held the active controller</span></p></figure>");
  }

  private void faults() {
    page.append("<h2>장애마다 · Each fault</h2><p>밀리초 · milliseconds</p><div class=\"scroll\">");
    page.append("<table class=\"numbers faults\"><tr>");
    head("장애", "fault");
    head("사이트", "site");
    head("쓰기 멈춤 중앙값", "write stall, median");
    head("p99", "");
    head("최악", "worst");
    head("읽기 p99", "reads, p99");
    head("최악", "worst");
    head("옮겨 간 사람의 다음 메시지", "displaced send, median");
    head("사진", "photo");
    head("거두기", "taking back");
    head("복귀", "site back");
    page.append("</tr>");
    result.stalls().forEach(this::fault);
    summary();
    page.append("</table></div>");
  }

  private void head(String korean, String english) {
    page.append("<th>").append(korean).append("<small>").append(english).append("</small></th>");
  }

  private void fault(Stalls stalls) {
    boolean counts = stalls.run().fault().hitsOneSite();
    page.append("<tr><td>").append(stalls.run().fault().label()).append("</td><td>");
    page.append(stalls.run().sites()).append(stalls.run().controller() ? " *" : "");
    page.append("</td>");
    cell(Stalls.median(stalls.writes()), Double.MAX_VALUE);
    cell(Stalls.percentile(stalls.writes(), 0.99), Double.MAX_VALUE);
    cell(Stalls.worst(stalls.writes()), counts ? WRITE_WORST_MAX : Double.MAX_VALUE);
    cell(Stalls.percentile(stalls.reads(), 0.99), Double.MAX_VALUE);
    cell(Stalls.worst(stalls.reads()), counts ? READ_WORST_MAX : Double.MAX_VALUE);
    cell(Stalls.median(stalls.displacedSends()), Double.MAX_VALUE);
    cell(Stalls.median(stalls.photos()), Double.MAX_VALUE);
    cell(Stalls.median(stalls.narrowings()), Double.MAX_VALUE);
    cell(stalls.siteBack().orElse(Double.NaN), Double.MAX_VALUE);
    page.append("</tr>");
  }

  private void summary() {
    List<Double> writes = result.ofOneSite(Stalls::writes);
    List<Double> reads = result.ofOneSite(Stalls::reads);
    page.append("<tr class=\"summary\"><td>한 사이트 장애 모두 · one site hit</td><td></td>");
    cell(Stalls.median(writes), WRITE_MEDIAN_MAX);
    cell(Stalls.percentile(writes, 0.99), Double.MAX_VALUE);
    cell(Stalls.worst(writes), WRITE_WORST_MAX);
    cell(Stalls.percentile(reads, 0.99), READ_P99_MAX);
    cell(Stalls.worst(reads), READ_WORST_MAX);
    cell(Stalls.median(result.ofOneSite(Stalls::displacedSends)), DISPLACED_MAX);
    cell(Stalls.median(result.ofOneSite(Stalls::photos)), DISPLACED_MAX);
    cell(Stalls.median(result.ofOneSite(Stalls::narrowings)), Double.MAX_VALUE);
    page.append("<td></td></tr>");
  }

  private void cell(double millis, double most) {
    page.append(millis > most ? "<td class=\"missed\">" : "<td>");
    page.append(Double.isNaN(millis) ? "–" : "%,.0f".formatted(millis)).append("</td>");
  }

  private void findings() {
    if (result.findings().isEmpty()) {
      return;
    }
    page.append("<section class=\"banner bad\"><h2>");
    page.append("%,d".formatted(result.findings().size())).append(" findings</h2><table>");
    result.findings().stream()
        .limit(FINDINGS_MAX)
        .forEach(one -> row(one.harm().toString(), one.what()));
    page.append("</table></section>");
  }

  private void method() {
    page.append("<section><h2>어떻게 쟀나 · How it was measured</h2><table>");
    row("사진 · photos acknowledged", "%,d".formatted(result.acknowledged(Kind.UPLOAD)));
    row("일회용 열쇠 · one-time keys claimed", "%,d".formatted(result.acknowledged(Kind.CLAIM)));
    row("거둔 것 · things taken back", "%,d".formatted(result.acknowledged(Kind.NARROW)));
    row("확인 · looks at them", "%,d".formatted(result.acknowledged(Kind.PROBE)));
    row("읽기 · reads", "%,d".formatted(result.acknowledged(Kind.READ)));
    row("프로세서 · processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    for (Map.Entry<Fault, String> left : result.leftOut().entrySet()) {
      row("뺀 장애 · left out: " + left.getKey().label(), left.getValue());
    }
    page.append("</table><p>Three nodes, three brokers and all clients share this machine.");
    page.append(" A write stall is the longest wait of one client at a surviving site for one");
    page.append(" message, from the fault until two seconds after all sites served again.");
    page.append(" Displaced clients leave a silent site two seconds after they asked it.");
    page.append(" A site is back so long after the fault was undone.</p></section>");
  }

  private void row(String name, String value) {
    page.append("<tr><td>").append(Page.escaped(name)).append("</td><td>");
    page.append(Page.escaped(value)).append("</td></tr>");
  }
}
