package org.bongsu.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One part of a report, from top to bottom. Names of types and components are the page's data. */
public sealed interface Block {
  /** A state, which the page shows as a colour. */
  enum State {
    GOOD,
    BAD,
    /** Neither; there was no target. */
    PLAIN
  }

  /** The overall result in one sentence. */
  record Verdict(State state, String title, String text) implements Block {}

  /** A heading, with a sentence below it; the sentence may be empty. */
  record Heading(String title, String text) implements Block {}

  /** A paragraph; a state other than plain puts it into a box. */
  record Note(State state, String text) implements Block {}

  record Cards(List<Card> cards) implements Block {}

  /** A number in large letters; {@code unit} and {@code detail} may be empty. */
  record Card(String name, String value, String unit, String detail, State state) {}

  /** Plots side by side, if there is room; those with a common cursor are stacked. */
  record Plots(boolean commonCursor, List<Plot> plots) implements Block {}

  /**
   * A table.
   *
   * @param title may be empty
   * @param heads none for a table of names and values
   */
  record Table(String title, List<Head> heads, List<Row> rows) implements Block {}

  /** A column's head; {@code detail} is below it in smaller letters and may be empty. */
  record Head(String name, String detail) {}

  /** A row; a summary is highlighted. */
  record Row(List<Cell> cells, boolean summary) {
    /** A name and its value. */
    public static Row of(String name, String value) {
      return new Row(List.of(Cell.of(name), Cell.of(value)), false);
    }
  }

  record Cell(String text, State state) {
    public static Cell of(String text) {
      return new Cell(text, State.PLAIN);
    }
  }

  /**
   * A plot.
   *
   * @param lanes for {@link Kind#LANES}, from top to bottom
   * @param spans of the horizontal axis that are shaded and named
   * @param borders dashed vertical lines
   * @param bound a dashed horizontal line, or null
   */
  record Plot(
      String title,
      Kind kind,
      Axis x,
      Axis y,
      List<Series> series,
      List<Lane> lanes,
      List<Span> spans,
      List<Double> borders,
      @Nullable Double bound) {

    /** A plot of lines, bars or areas with nothing else in it. */
    public static Plot of(String title, Kind kind, Axis x, Axis y, List<Series> series) {
      return new Plot(title, kind, x, y, series, List.of(), List.of(), List.of(), null);
    }

    public Plot withSpans(List<Span> more) {
      return new Plot(title, kind, x, y, series, lanes, more, borders, bound);
    }

    public Plot withLanes(List<Lane> more) {
      return new Plot(title, kind, x, y, series, more, spans, borders, bound);
    }

    public Plot withBorders(List<Double> more) {
      return new Plot(title, kind, x, y, series, lanes, spans, more, bound);
    }

    public Plot withBound(double at) {
      return new Plot(title, kind, x, y, series, lanes, spans, borders, at);
    }
  }

  /** How a plot is drawn. */
  enum Kind {
    LINES,
    /** Areas one above the other; all series have the same places on the horizontal axis. */
    STACK,
    BARS,
    /** No series: a row for each lane, with the stretches in which it is away. */
    LANES
  }

  /**
   * An axis from 0, or over the ticks if there are any.
   *
   * @param end where it ends; null for after the last value
   * @param ticks own ones, with the lowest first; if none, the page finds them
   */
  record Axis(String label, boolean logarithmic, @Nullable Double end, List<Tick> ticks) {
    public static Axis linear(String label) {
      return new Axis(label, false, null, List.of());
    }

    public static Axis upTo(double end, String label) {
      return new Axis(label, false, end, List.of());
    }

    /** An axis over own ticks. */
    public static Axis over(List<Tick> ticks, String label) {
      return new Axis(label, false, null, ticks);
    }

    public static Axis logarithmic(String label) {
      return new Axis(label, true, null, List.of());
    }
  }

  record Tick(double at, String label) {}

  /** Values of one name; the colours are variables of the page's style. */
  record Series(String name, Colour colour, double[] x, double[] y) {}

  record Lane(String name, Colour colour, List<Span> away) {}

  record Span(double from, double to, String name) {}

  /** Colours that can be distinguished, in light and dark mode. */
  enum Colour {
    FIRE,
    WATER,
    LEAF,
    AMBER,
    GREY
  }
}
