package org.bongsu.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bongsu.drill.Operation.Kind;

/**
 * The drill from left to right as inline SVG: which site answered how many messages in each second,
 * when each site was away, and the longest that anybody at a surviving site waited.
 */
final class Timeline {
  private static final int WIDTH = 1120;
  private static final int LEFT = 58;
  private static final int RIGHT = 14;

  /** Where the parts lie, from top to bottom. */
  private static final int NAMES_TOP = 24;

  private static final int NAMES_HEIGHT = 84;
  private static final int FLOW_TOP = NAMES_TOP + NAMES_HEIGHT;
  private static final int FLOW_HEIGHT = 150;
  private static final int LANES_TOP = FLOW_TOP + FLOW_HEIGHT + 36;
  private static final int LANE_HEIGHT = 16;
  private static final int LANE_STEP = 21;
  private static final int WAITS_TOP = LANES_TOP + 3 * LANE_STEP + 34;
  private static final int WAITS_HEIGHT = 110;
  private static final int HEIGHT = WAITS_TOP + WAITS_HEIGHT + 34;

  private static final double WAIT_TARGET_MILLIS = 3_000;
  private static final int TICKS = 10;

  /** The tops of the scales are multiples of these. */
  private static final double FLOW_STEP = 40;

  private static final double WAIT_STEP_MILLIS = 1_000;

  private final DrillResult result;
  private final int seconds;
  private final StringBuilder svg = new StringBuilder(64 * 1024);

  private Timeline(DrillResult result) {
    this.result = result;
    long end =
        result.operations().stream()
            .mapToLong(one -> one.completedNanos() - result.beganNanos())
            .max()
            .orElse(1_000_000_000L);
    this.seconds = (int) (end / 1_000_000_000) + 1;
  }

  static String of(DrillResult result) {
    return new Timeline(result).draw();
  }

  private String draw() {
    add("<svg viewBox=\"0 0 %d %d\" role=\"img\">", WIDTH, HEIGHT);
    faults();
    flow();
    lanes();
    waits();
    seconds();
    return svg.append("</svg>").toString();
  }

  private double x(double second) {
    return LEFT + (WIDTH - LEFT - RIGHT) * Math.clamp(second / seconds, 0, 1);
  }

  private double secondOf(long nanos) {
    return (nanos - result.beganNanos()) / 1e9;
  }

  private void faults() {
    for (Stalls stalls : result.stalls()) {
      FaultRun run = stalls.run();
      double from = x(secondOf(run.injectedNanos()));
      double to = x(secondOf(run.backNanos().orElse(run.healedNanos())));
      add(
          "<rect class=\"fault\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
          from, FLOW_TOP, to - from, WAITS_TOP + WAITS_HEIGHT - FLOW_TOP);
      add(
          "<text class=\"name-of-fault\" transform=\"translate(%.1f %d) rotate(-52)\">%s"
              + " %s%s</text>",
          from + 4, FLOW_TOP - 6, run.fault().label(), run.sites(), run.controller() ? "*" : "");
    }
  }

  /** Messages that each site acknowledged in each second, one above the other. */
  private void flow() {
    double[][] counts = new double[Sites.NAMES.size()][seconds];
    for (Operation one : result.operations()) {
      int site = Sites.NAMES.indexOf(one.site());
      if (one.kind() == Kind.SEND && one.isOk() && site >= 0) {
        counts[site][second(one)]++;
      }
    }
    double most = 1;
    for (int s = 0; s < seconds; s++) {
      most = Math.max(most, counts[0][s] + counts[1][s] + counts[2][s]);
    }
    most = Math.ceil(most / FLOW_STEP) * FLOW_STEP;
    head(NAMES_TOP, "초마다 받은 메시지 · messages acknowledged in each second, by the site that answered");
    scale(FLOW_TOP, FLOW_HEIGHT, most, "%,.0f");
    double[] below = new double[seconds];
    for (int site = 0; site < counts.length; site++) {
      List<String> upper = new ArrayList<>();
      List<String> lower = new ArrayList<>();
      for (int s = 0; s < seconds; s++) {
        lower.add(point(s, below[s], most));
        below[s] += counts[site][s];
        upper.add(point(s, below[s], most));
      }
      add(
          "<polygon class=\"area %s\" points=\"%s %s\"/>",
          Sites.NAMES.get(site), String.join(" ", upper), String.join(" ", lower.reversed()));
    }
  }

  private String point(int second, double value, double most) {
    double y = FLOW_TOP + FLOW_HEIGHT * (1 - value / most);
    return String.format(Locale.ROOT, "%.1f,%.1f", x(second + 0.5), y);
  }

  private int second(Operation one) {
    return Math.clamp((int) secondOf(one.completedNanos()), 0, seconds - 1);
  }

  private void lanes() {
    head(LANES_TOP, "사이트 · sites: away from the fault until they serve again");
    for (int i = 0; i < Sites.NAMES.size(); i++) {
      String site = Sites.NAMES.get(i);
      int y = LANES_TOP + i * LANE_STEP;
      add(
          "<text class=\"tick\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>",
          LEFT - 8, y + 13, site);
      bar("lane " + site, x(0), x(seconds), y);
      for (Stalls stalls : result.stalls()) {
        FaultRun run = stalls.run();
        if (run.isHit(site)) {
          double to = secondOf(run.backNanos().orElse(run.healedNanos()));
          bar("down", x(secondOf(run.injectedNanos())), x(to), y);
        }
      }
    }
  }

  private void bar(String style, double from, double to, int y) {
    add(
        "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>",
        style, from, y, Math.max(1, to - from), LANE_HEIGHT);
  }

  /** For each second the longest wait of a message that was begun in it. */
  private void waits() {
    double[] longest = new double[seconds];
    for (Operation one : result.operations()) {
      if (one.kind() == Kind.SEND && one.isOk() && survives(one)) {
        int s = Math.clamp((int) secondOf(one.invokedNanos()), 0, seconds - 1);
        longest[s] = Math.max(longest[s], one.millisSince(one.invokedNanos()));
      }
    }
    double most = WAIT_TARGET_MILLIS + WAIT_STEP_MILLIS;
    for (double one : longest) {
      most = Math.max(most, one);
    }
    most = Math.ceil(most / WAIT_STEP_MILLIS) * WAIT_STEP_MILLIS;
    head(WAITS_TOP, "가장 오래 기다린 시간, ms · longest wait at the sites that are not hit, ms");
    scale(WAITS_TOP, WAITS_HEIGHT, most, "%,.0f");
    double wide = Math.max(1, x(1) - x(0) - 0.4);
    for (int s = 0; s < seconds; s++) {
      double high = WAITS_HEIGHT * longest[s] / most;
      add(
          "<rect class=\"wait\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
          x(s), WAITS_TOP + WAITS_HEIGHT - high, wide, high);
    }
    double bound = WAITS_TOP + WAITS_HEIGHT * (1 - WAIT_TARGET_MILLIS / most);
    add(
        "<line class=\"bound\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
        LEFT, WIDTH - RIGHT, bound, bound);
  }

  private boolean survives(Operation one) {
    return result.stalls().stream()
        .map(Stalls::run)
        .noneMatch(run -> run.isHit(one.home()) && run.touches(one));
  }

  private void head(int top, String text) {
    add("<text class=\"head\" x=\"%d\" y=\"%d\">%s</text>", LEFT, top - 8, text);
  }

  private void scale(int top, int height, double most, String form) {
    for (int i = 0; i <= 2; i++) {
      double y = top + height * (1 - i / 2.0);
      add(
          "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
          LEFT, WIDTH - RIGHT, y, y);
      add(
          "<text class=\"tick\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
          LEFT - 8, y + 4, String.format(Locale.ROOT, form, most * i / 2));
    }
  }

  private void seconds() {
    int step = Math.max(10, (int) Math.ceil(seconds / (double) TICKS / 10) * 10);
    for (int s = 0; s <= seconds; s += step) {
      add(
          "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d s</text>",
          x(s), HEIGHT - 12, s);
    }
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
