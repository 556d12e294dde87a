package org.bongsu.watch;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * Everything that a status page shows.
 *
 * @param asOf when it was true
 * @param watchersReporting how many watchers have reported in the last seconds
 * @param watchers how many there are
 * @param incidents newest first
 * @param days for each service the days of which something is known, oldest first
 * @param times for each service, one point for each five minutes of the last day, oldest first
 */
public record StatusView(
    About about,
    Instant asOf,
    int watchersReporting,
    int watchers,
    Situation situation,
    List<Incident> incidents,
    Map<Service, List<Day>> days,
    Map<Service, List<Times>> times) {
  /** How many days are shown. */
  public static final int DAYS = 90;

  public StatusView {
    incidents = List.copyOf(incidents);
    days = Map.copyOf(days);
    times = Map.copyOf(times);
  }

  /** Whether another view differs in nothing but its time and its figures. */
  boolean saysTheSameAs(StatusView other) {
    return watchersReporting == other.watchersReporting
        && situation.equals(other.situation)
        && incidents.equals(other.incidents);
  }

  /**
   * What the operator says about the deployment.
   *
   * @param name what people call it
   * @param contact how to reach the operator: a telephone number, mail address or web address
   * @param zone in which times are shown and days begin
   * @param url where the page is; empty if that is not known
   */
  public record About(Text name, String contact, ZoneId zone, String url) {}

  /**
   * A day of a service.
   *
   * @param watched how long something was known
   * @param partly how long it was slow or partly down
   */
  public record Day(LocalDate date, Duration watched, Duration down, Duration partly) {}

  /**
   * How long probes took in five minutes.
   *
   * @param from when the five minutes began
   */
  public record Times(Instant from, Duration median, Duration slowest) {}
}
