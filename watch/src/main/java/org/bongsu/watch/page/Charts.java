package org.bongsu.watch.page;

import static org.bongsu.watch.page.Markup.tag;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.bongsu.watch.Service;
import org.bongsu.watch.StatusView;
import org.bongsu.watch.StatusView.Day;
import org.bongsu.watch.StatusView.Times;

/** Days as bars, and response times as a plot; each with words for those who do not see it. */
final class Charts {
  private static final int WIDTH = 600;
  private static final int HEIGHT = 120;
  private static final int LEFT = 76;
  private static final int BOTTOM = 20;
  private static final int TOP = 14;
  private static final int HOURS = 24;
  private static final int HOURS_BETWEEN_MARKS = 6;

  /** Longer gaps between points are shown as gaps. */
  private static final Duration JOINED_MAX = Duration.ofMinutes(11);

  private static final long[] SCALES_MILLIS = {100, 200, 500, 1000, 2000, 3000, 5000, 10_000};

  private Charts() {}

  /** A bar for each of the last days. */
  static Markup bars(Service service, List<Day> days, LocalDate today, Words words) {
    Map<LocalDate, Day> byDate = new HashMap<>();
    days.forEach(day -> byDate.put(day.date(), day));
    int known = 0;
    int disturbed = 0;
    Markup bars = tag("div").of("bars").with("role", "img");
    for (int ago = StatusView.DAYS - 1; ago >= 0; ago--) {
      LocalDate date = today.minusDays(ago);
      Day day = byDate.get(date);
      if (day == null) {
        bars.add(tag("span").of("none").with("title", words.dayUnknown(date)));
        continue;
      }
      boolean isDown = !day.down().isZero();
      boolean isPartly = !day.partly().isZero();
      known++;
      disturbed += isDown || isPartly ? 1 : 0;
      bars.add(
          tag("span")
              .of(isDown ? "down" : isPartly ? "partly" : "works")
              .with("title", words.day(date, day.down(), day.partly())));
    }
    return bars.with("aria-label", words.bars(service, known, disturbed));
  }

  /** The share of the watched time in which a service was not down. */
  static double availability(List<Day> days) {
    double watched = 0;
    double down = 0;
    for (Day day : days) {
      watched += day.watched().toMillis();
      down += day.down().toMillis();
    }
    return watched == 0 ? 1 : 1 - down / watched;
  }

  /** The last 24 hours before a time; empty if there are no points. */
  static List<Markup> plot(
      Service service, List<Times> points, Instant now, ZoneId zone, Words words) {
    if (points.isEmpty()) {
      return List.of(tag("p", "quiet", words.noFiguresYet()));
    }
    Duration slowest =
        points.stream().map(Times::slowest).max(Duration::compareTo).orElse(Duration.ZERO);
    List<Duration> medians = points.stream().map(Times::median).sorted().toList();
    long top = scale(slowest);
    Markup svg =
        tag("svg")
            .of("plot")
            .with("viewBox", "0 0 %d %d".formatted(WIDTH, HEIGHT))
            .with("role", "img")
            .with(
                "aria-label",
                words.plot(
                    service, Figures.time(medians.get(medians.size() / 2)), Figures.time(slowest)));
    addAxes(svg, top, now, zone, words);
    svg.add(line("slowest", points, Times::slowest, top, now));
    svg.add(line("median", points, Times::median, top, now));
    return List.of(svg);
  }

  private static long scale(Duration slowest) {
    for (long scale : SCALES_MILLIS) {
      if (slowest.toMillis() <= scale) {
        return scale;
      }
    }
    return slowest.toMillis();
  }

  private static void addAxes(Markup svg, long top, Instant now, ZoneId zone, Words words) {
    for (long millis : new long[] {0, top / 2, top}) {
      String y = number(y(millis, top));
      svg.add(
          tag("line")
              .of("grid")
              .with("x1", String.valueOf(LEFT))
              .with("x2", String.valueOf(WIDTH))
              .with("y1", y)
              .with("y2", y));
      svg.add(
          tag("text", "", Figures.time(Duration.ofMillis(millis)))
              .with("x", String.valueOf(LEFT - 6))
              .with("y", number(y(millis, top) + 4))
              .with("text-anchor", "end"));
    }
    ZonedDateTime mark = now.atZone(zone).truncatedTo(ChronoUnit.HOURS);
    for (int hour = 0; hour < HOURS; hour++, mark = mark.minusHours(1)) {
      double x = x(mark.toInstant(), now);
      if (mark.getHour() % HOURS_BETWEEN_MARKS == 0 && x > LEFT + 10 && x < WIDTH - 16) {
        svg.add(
            tag("text", "", words.hour(mark.getHour()))
                .with("x", number(x))
                .with("y", String.valueOf(HEIGHT - 4))
                .with("text-anchor", "middle"));
      }
    }
  }

  private static Markup line(
      String name, List<Times> points, Function<Times, Duration> value, long top, Instant now) {
    List<String> path = new ArrayList<>();
    Instant before = Instant.MIN;
    for (Times point : points) {
      boolean joined =
          !before.equals(Instant.MIN)
              && Duration.between(before, point.from()).compareTo(JOINED_MAX) < 0;
      path.add(
          (joined ? "L" : "M")
              + number(x(point.from(), now))
              + " "
              + number(y(value.apply(point).toMillis(), top)));
      if (!joined) {
        path.add("h1"); // a single point is seen, too
      }
      before = point.from();
    }
    return tag("path").of(name).with("d", String.join(" ", path));
  }

  private static double x(Instant time, Instant now) {
    double ago =
        Duration.between(time, now).toSeconds() / (double) Duration.ofHours(HOURS).toSeconds();
    return LEFT + (1 - ago) * (WIDTH - LEFT);
  }

  private static double y(long millis, long top) {
    return TOP + (1 - (double) millis / top) * (HEIGHT - TOP - BOTTOM);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
