package org.bongsu.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** A line plot as inline SVG, drawn with the colours of the page's style sheet. */
final class SvgPlot {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 300;
  private static final int LEFT = 62;
  private static final int RIGHT = 30;
  private static final int TOP = 14;
  private static final int BOTTOM = 44;
  private static final int TICKS = 5;

  /**
   * A line.
   *
   * @param style class of the style sheet, as in {@code server}
   */
  record Line(String name, String style, double[] x, double[] y) {}

  /** A place on an axis and what is written there. */
  record Tick(double at, String label) {}

  private final String yLabel;
  private final String xLabel;
  private final List<Line> lines = new ArrayList<>();
  private final List<Double> borders = new ArrayList<>();
  private List<Tick> xTicks = List.of();
  private boolean logarithmic;

  SvgPlot(String xLabel, String yLabel) {
    this.xLabel = xLabel;
    this.yLabel = yLabel;
  }

  SvgPlot line(Line line) {
    if (line.x().length > 0) {
      lines.add(line);
    }
    return this;
  }

  /** Own ticks on the horizontal axis, which then runs from the first to the last. */
  SvgPlot ticks(List<Tick> ticks) {
    xTicks = ticks;
    return this;
  }

  /** A dashed vertical line. */
  SvgPlot border(double x) {
    borders.add(x);
    return this;
  }

  SvgPlot logarithmic() {
    logarithmic = true;
    return this;
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  String svg() {
    double xMax = xTicks.isEmpty() ? largest(true) : xTicks.getLast().at();
    double xMin = xTicks.isEmpty() ? 0 : xTicks.getFirst().at();
    List<Tick> horizontal = xTicks.isEmpty() ? linear(xMax) : xTicks;
    List<Tick> vertical = logarithmic ? decades() : linear(largest(false) * 1.08);
    double yMin = vertical.getFirst().at();
    double yMax = logarithmic ? vertical.getLast().at() : largest(false) * 1.08;
    Scale x = new Scale(xMin, xMax, LEFT, WIDTH - RIGHT, false);
    Scale y = new Scale(yMin, yMax, HEIGHT - BOTTOM, TOP, logarithmic);
    StringBuilder svg = new StringBuilder(8_192);
    svg.append("<svg viewBox=\"0 0 %d %d\" role=\"img\">".formatted(WIDTH, HEIGHT));
    axes(svg, horizontal, vertical, x, y);
    for (double border : borders) {
      double at = x.at(border);
      svg.append(
          text(
              "<line class=\"border\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
              at, at, TOP, HEIGHT - BOTTOM));
    }
    lines.forEach(line -> draw(svg, line, x, y));
    svg.append("</svg>").append(legend());
    return svg.toString();
  }

  private void axes(
      StringBuilder svg, List<Tick> horizontal, List<Tick> vertical, Scale x, Scale y) {
    for (Tick tick : vertical) {
      double at = y.at(tick.at());
      svg.append(
          text(
              "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
              LEFT, WIDTH - RIGHT, at, at));
      svg.append(
          text(
              "<text class=\"tick\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
              LEFT - 8, at + 4, tick.label()));
    }
    for (Tick tick : horizontal) {
      svg.append(
          text(
              "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
              x.at(tick.at()), HEIGHT - BOTTOM + 18, tick.label()));
    }
    int bottom = HEIGHT - BOTTOM;
    svg.append(
        text(
            "<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>",
            LEFT, WIDTH - RIGHT, bottom, bottom));
    svg.append(
        text(
            "<text class=\"label\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>",
            WIDTH - RIGHT, HEIGHT - 6, xLabel));
    svg.append(
        text(
            "<text class=\"label\" transform=\"translate(14 %d) rotate(-90)\" text-anchor=\"end\">%s</text>",
            TOP, yLabel));
  }

  private static void draw(StringBuilder svg, Line line, Scale x, Scale y) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < line.x().length; i++) {
      points.append(text("%.1f,%.1f ", x.at(line.x()[i]), y.at(line.y()[i])));
    }
    svg.append(
        text(
            "<polyline class=\"line %s\" points=\"%s\"/>",
            line.style(), points.toString().strip()));
    if (line.x().length == 1) {
      svg.append(
          text(
              "<circle class=\"dot %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>",
              line.style(), x.at(line.x()[0]), y.at(line.y()[0])));
    }
  }

  private String legend() {
    StringBuilder legend = new StringBuilder("<p class=\"legend\">");
    for (Line line : lines) {
      legend.append("<span><i class=\"").append(line.style()).append("\"></i>");
      legend.append(line.name()).append("</span>");
    }
    return legend.append("</p>").toString();
  }

  private double largest(boolean horizontal) {
    double largest = 0;
    for (Line line : lines) {
      for (double value : horizontal ? line.x() : line.y()) {
        largest = Math.max(largest, value);
      }
    }
    return largest > 0 ? largest : 1;
  }

  private List<Tick> linear(double max) {
    double rough = max / TICKS;
    double magnitude = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = magnitude;
    for (double factor : new double[] {1, 2, 2.5, 5, 10}) {
      step = factor * magnitude;
      if (step >= rough) {
        break;
      }
    }
    List<Tick> ticks = new ArrayList<>();
    int decimals = step % 1 == 0 ? 0 : decimals(step);
    DoubleFunction<String> shown = value -> text("%,." + decimals + "f", value);
    for (double at = 0; at <= max * 1.0001; at += step) {
      ticks.add(new Tick(at, shown.apply(at)));
    }
    return ticks;
  }

  /** Powers of ten around all values; the smallest shown is a hundredth. */
  private List<Tick> decades() {
    double smallest = Double.MAX_VALUE;
    for (Line line : lines) {
      for (double value : line.y()) {
        smallest = Math.min(smallest, Math.max(value, 0.01));
      }
    }
    int from = (int) Math.floor(Math.log10(smallest));
    int to = Math.max(from + 1, (int) Math.ceil(Math.log10(largest(false))));
    List<Tick> ticks = new ArrayList<>();
    for (int power = from; power <= to; power++) {
      double at = Math.pow(10, power);
      ticks.add(new Tick(at, at >= 1 ? whole(at) : text("%%.%df", -power).formatted(at)));
    }
    return ticks;
  }

  /** Digits after the point of a step that is 1, 2, 2.5 or 5 times a power of ten. */
  private static int decimals(double step) {
    int decimals = 0;
    double shifted = step;
    while (decimals < 6 && Math.abs(shifted - Math.rint(shifted)) > 1e-6 * shifted) {
      shifted *= 10;
      decimals++;
    }
    return decimals;
  }

  private static String whole(double value) {
    return text("%,.0f", value);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** From values to places in the picture. */
  private record Scale(double min, double max, double from, double to, boolean logarithmic) {
    double at(double value) {
      double share =
          logarithmic
              ? Math.log(Math.max(value, min) / min) / Math.log(max / min)
              : (value - min) / (max - min);
      return from + (to - from) * Math.clamp(share, 0, 1);
    }
  }
}
