package org.bongsu.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bongsu.drill.Finding.Harm;
import org.bongsu.drill.Operation.Kind;
import org.bongsu.report.Block;
import org.bongsu.report.Block.Card;
import org.bongsu.report.Block.Cell;
import org.bongsu.report.Block.Head;
import org.bongsu.report.Block.Row;
import org.bongsu.report.Block.State;
import org.bongsu.report.Report;

/** The result as a report: verdict, timeline, a table of all faults. */
final class DrillReport {
  private static final int FINDINGS_MAX = 100;
  private static final double WRITE_MEDIAN_MAX = 2_000;
  private static final double WRITE_WORST_MAX = 3_000;
  private static final double READ_P99_MAX = 250;
  private static final double READ_WORST_MAX = 1_000;
  private static final double DISPLACED_MAX = 4_000;
  private static final double NO_BOUND = Double.MAX_VALUE;

  private static final String UNHARMED =
      "받았다고 답한 것은 하나도 잃지 않았고, 거둔 것은 어디에서도 보이지 않았습니다. Nothing acknowledged was lost,"
          + " doubled, reordered or damaged; nothing that was revoked was shown; every site came back"
          + " by itself.";

  private static final String RECOVERED =
      "모든 사이트가 탄 뒤 백업만으로 돌아왔습니다. 마지막 10초보다 먼저 받은 것은 하나도 잃지 않았고, 거둔 것은"
          + " 어디에서도 보이지 않았습니다. After all sites had burnt, everything came back from the backup:"
          + " nothing acknowledged before the last ten seconds was lost, nothing doubled, reordered or"
          + " damaged; nothing that was revoked was shown.";

  private static final List<Head> HEADS =
      List.of(
          new Head("장애", "fault"),
          new Head("사이트", "site"),
          new Head("쓰기 멈춤 중앙값", "write stall, median"),
          new Head("p99", ""),
          new Head("최악", "worst"),
          new Head("읽기 p99", "reads, p99"),
          new Head("최악", "worst"),
          new Head("옮겨 간 사람의 다음 메시지", "displaced send, median"),
          new Head("사진", "photo"),
          new Head("거두기", "revocation"),
          new Head("복귀", "site back"));

  private final DrillResult result;
  private final List<Block> blocks = new ArrayList<>();

  private DrillReport(DrillResult result) {
    this.result = result;
  }

  static Report of(DrillResult result) {
    return new DrillReport(result).report();
  }

  private Report report() {
    verdict();
    cards();
    result.recovery().ifPresent(this::recovery);
    blocks.add(
        new Block.Heading(
            "시간의 흐름 · Timeline",
            "장애마다 번호가 있습니다. Each fault has its number, as in the table below."));
    blocks.add(DrillTimeline.of(result));
    faults();
    findings();
    method();
    String subtitle =
        "Fire drill: three sites, %d faults under %d messages a second, %s"
            .formatted(
                result.stalls().size(),
                result.options().load().sendsPerSecond(),
                result.startedAt());
    return new Report("봉수 소방 훈련", subtitle, blocks);
  }

  private void verdict() {
    blocks.add(
        result.passed()
            ? new Block.Verdict(
                State.GOOD, "통과 · pass", result.recovery().isPresent() ? RECOVERED : UNHARMED)
            : new Block.Verdict(
                State.BAD, "실패 · fail", "지켜지지 않은 약속이 있습니다. A promise was broken; see below."));
  }

  private void cards() {
    blocks.add(
        new Block.Cards(
            List.of(
                new Card(
                    "받은 메시지 · messages acknowledged",
                    "%,d".formatted(result.acknowledged()),
                    "",
                    "",
                    State.PLAIN),
                card("잃음 · lost", Harm.LOST),
                card("두 번 · doubled", Harm.DOUBLED),
                card("순서 바뀜 · out of order", Harm.REORDERED),
                card("거둔 것이 보임 · shown after revocation", Harm.STALE),
                card("망가진 사진 · photos damaged", Harm.MEDIA_DAMAGED),
                card("두 번 준 열쇠 · keys given twice", Harm.KEY_CLAIMED_TWICE),
                card("다른 요약값 · digests that differ", Harm.DIGEST_DIFFERS))));
  }

  private void recovery(Recovery recovery) {
    blocks.add(
        new Block.Heading(
            "모두 잃은 뒤 · After everything was lost",
            "백업만으로 다시 만들었습니다. Made again from the backup alone; seconds."));
    blocks.add(
        new Block.Cards(
            List.of(
                card("잃은 시간 · lost (RPO)", recovery.lost()),
                card("다시 응답하기까지 · recovered (RTO)", recovery.times().all()),
                card("복원 · restore", recovery.times().restore()),
                card("세 사이트로 · grow", recovery.times().grow()),
                card("시작 · start", recovery.times().start()))));
  }

  private static Card card(String name, Duration value) {
    return new Card(name, "%.1f".formatted(value.toMillis() / 1e3), "", "", State.PLAIN);
  }

  private Card card(String name, Harm harm) {
    long count = result.count(harm);
    return new Card(name, "%,d".formatted(count), "", "", count == 0 ? State.GOOD : State.BAD);
  }

  private void faults() {
    blocks.add(
        new Block.Heading(
            "장애마다 · Each fault",
            "밀리초 · milliseconds. * 제어 노드가 있던 사이트 · held the active controller"));
    List<Row> rows = new ArrayList<>();
    for (Stalls stalls : result.stalls()) {
      rows.add(fault(rows.size() + 1, stalls));
    }
    rows.add(summary());
    blocks.add(new Block.Table("", HEADS, rows));
  }

  private static Row fault(int number, Stalls stalls) {
    FaultRun run = stalls.run();
    boolean counts = run.fault().hitsOneSite();
    return row(
        number + " · " + run.fault().label(),
        run.sites() + (run.controller() ? " *" : ""),
        cell(Stalls.median(stalls.writes()), NO_BOUND),
        cell(Stalls.percentile(stalls.writes(), 0.99), NO_BOUND),
        cell(Stalls.worst(stalls.writes()), counts ? WRITE_WORST_MAX : NO_BOUND),
        cell(Stalls.percentile(stalls.reads(), 0.99), NO_BOUND),
        cell(Stalls.worst(stalls.reads()), counts ? READ_WORST_MAX : NO_BOUND),
        cell(Stalls.median(stalls.displacedSends()), NO_BOUND),
        cell(Stalls.median(stalls.photos()), NO_BOUND),
        cell(Stalls.median(stalls.revocations()), NO_BOUND),
        cell(stalls.siteBack().orElse(Double.NaN), NO_BOUND));
  }

  private Row summary() {
    List<Double> writes = result.ofOneSite(Stalls::writes);
    List<Double> reads = result.ofOneSite(Stalls::reads);
    Row row =
        row(
            "한 사이트 장애 모두 · one site hit",
            "",
            cell(Stalls.median(writes), WRITE_MEDIAN_MAX),
            cell(Stalls.percentile(writes, 0.99), NO_BOUND),
            cell(Stalls.worst(writes), WRITE_WORST_MAX),
            cell(Stalls.percentile(reads, 0.99), READ_P99_MAX),
            cell(Stalls.worst(reads), READ_WORST_MAX),
            cell(Stalls.median(result.ofOneSite(Stalls::displacedSends)), DISPLACED_MAX),
            cell(Stalls.median(result.ofOneSite(Stalls::photos)), DISPLACED_MAX),
            cell(Stalls.median(result.ofOneSite(Stalls::revocations)), NO_BOUND),
            Cell.of(""));
    return new Row(row.cells(), true);
  }

  private static Row row(String name, String site, Cell... cells) {
    return new Row(
        Stream.concat(Stream.of(Cell.of(name), Cell.of(site)), Stream.of(cells)).toList(), false);
  }

  private static Cell cell(double millis, double most) {
    String text = Double.isNaN(millis) ? "–" : "%,.0f".formatted(millis);
    return new Cell(text, millis > most ? State.BAD : State.PLAIN);
  }

  private void findings() {
    if (result.findings().isEmpty()) {
      return;
    }
    blocks.add(new Block.Note(State.BAD, "%,d findings".formatted(result.findings().size())));
    blocks.add(
        new Block.Table(
            "",
            List.of(),
            result.findings().stream()
                .limit(FINDINGS_MAX)
                .map(one -> Row.of(one.harm().toString(), one.what()))
                .toList()));
  }

  private void method() {
    List<Row> rows = new ArrayList<>();
    count(rows, "사진 · photos acknowledged", Kind.UPLOAD);
    count(rows, "일회용 열쇠 · one-time keys claimed", Kind.CLAIM);
    count(rows, "거둔 것 · revocations", Kind.REVOKE);
    count(rows, "확인 · probes", Kind.PROBE);
    count(rows, "읽기 · reads", Kind.READ);
    rows.add(
        Row.of("프로세서 · processors", Integer.toString(Runtime.getRuntime().availableProcessors())));
    for (Map.Entry<Fault, String> left : result.leftOut().entrySet()) {
      rows.add(Row.of("뺀 장애 · left out: " + left.getKey().label(), left.getValue()));
    }
    blocks.add(new Block.Heading("어떻게 쟀나 · How it was measured", ""));
    blocks.add(new Block.Table("", List.of(), rows));
    blocks.add(
        new Block.Note(
            State.PLAIN,
            "Three nodes, three brokers and all clients share this machine. A write stall is the"
                + " longest wait of one client at a surviving site for one message, from the fault"
                + " until two seconds after all sites served again. Displaced clients leave a"
                + " silent site two seconds after their request. The time until a site is back counts"
                + " from when the fault was undone."));
  }

  private void count(List<Row> rows, String name, Kind kind) {
    rows.add(Row.of(name, "%,d".formatted(result.acknowledged(kind))));
  }
}
