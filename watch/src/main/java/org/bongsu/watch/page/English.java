package org.bongsu.watch.page;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.bongsu.watch.IncidentEntry.Phase;
import org.bongsu.watch.Service;
import org.bongsu.watch.ServiceState;
import org.bongsu.watch.Text;

/** The page in English. */
final class English implements Words {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss (z)", Locale.ENGLISH);

  @Override
  public String language() {
    return "en";
  }

  @Override
  public String of(Text text) {
    return text.english().isBlank() ? text.korean() : text.english();
  }

  @Override
  public String service(Service service) {
    return switch (service) {
      case SIGN_IN -> "Signing in";
      case TEXT -> "Messages";
      case PHOTO -> "Photos and files";
      case SEARCH -> "Search";
    };
  }

  /** A list that begins a sentence. */
  private String list(List<Service> services) {
    return capitalised(listed(services.stream().map(this::service).toList()));
  }

  private static String listed(List<String> words) {
    if (words.size() < 2) {
      return String.join("", words);
    }
    String begin = String.join(", ", words.subList(0, words.size() - 1));
    return begin + " and " + words.getLast().toLowerCase(Locale.ENGLISH);
  }

  private static String capitalised(String sentence) {
    return sentence.isEmpty()
        ? sentence
        : sentence.substring(0, 1).toUpperCase(Locale.ENGLISH)
            + sentence.substring(1).toLowerCase(Locale.ENGLISH);
  }

  private String inside(List<Service> services) {
    return list(services).toLowerCase(Locale.ENGLISH);
  }

  @Override
  public String state(ServiceState state) {
    return switch (state) {
      case WORKS -> "Working";
      case SLOW -> "Slow";
      case PARTLY_DOWN -> "Partly down";
      case DOWN -> "Down";
      case UNKNOWN -> "Not known";
    };
  }

  @Override
  public String phase(Phase phase) {
    return switch (phase) {
      case ANNOUNCED -> "Announced";
      case INVESTIGATING -> "Investigating";
      case CAUSE_FOUND -> "Cause found";
      case BEING_MENDED -> "Being fixed";
      case RESOLVED -> "Resolved";
    };
  }

  @Override
  public String title(String name) {
    return name + " status";
  }

  @Override
  public String allWorks() {
    return "Everything works";
  }

  @Override
  public String allDown() {
    return "The service is down";
  }

  @Override
  public String down(List<Service> down, List<Service> working) {
    String sentence = "Not working: " + inside(down);
    return working.isEmpty() ? sentence : sentence + ". Working: " + inside(working);
  }

  @Override
  public String partlyDown(List<Service> partly) {
    return "Not working for some people: " + inside(partly);
  }

  @Override
  public String slow(List<Service> slow) {
    return "Slower than usual: " + inside(slow);
  }

  @Override
  public String sitesDown(List<String> sites) {
    return sites.size() == 1
        ? "Data centre %s is down, but everything works".formatted(sites.getFirst())
        : "Data centres %s are down, but everything works".formatted(String.join(", ", sites));
  }

  @Override
  public String unknown() {
    return "The state cannot be determined at the moment";
  }

  @Override
  public String meanwhileWithoutText() {
    return "If it is urgent, please call or send an SMS. Messages and photos that were sent are safe.";
  }

  @Override
  public String meanwhileWithText() {
    return "You can send and receive messages as usual. What could not be sent goes out by itself as soon as"
        + " it can.";
  }

  @Override
  public String since(String time) {
    return "Since " + time;
  }

  @Override
  public String asOf(String time) {
    return ("As of %s. This page is rewritten every few seconds: if that time is more than a minute ago,"
            + " reload it. If it stays the same, this page itself is out of order.")
        .formatted(time);
  }

  @Override
  public String contact(String contact) {
    return "Contact: " + contact;
  }

  @Override
  public String outageOfAll() {
    return "Outage of the whole service";
  }

  @Override
  public String outageOf(List<Service> services) {
    return "Outage: " + inside(services);
  }

  @Override
  public String partialOutageOf(List<Service> services) {
    return "Partial outage: " + inside(services);
  }

  @Override
  public String outageAt(List<String> sites) {
    return "Data centre %s down, no service lost".formatted(String.join(", ", sites));
  }

  @Override
  public String notice() {
    return "Notice";
  }

  @Override
  public String disturbed(Map<String, Set<Service>> down, List<Service> all) {
    List<String> sentences = new ArrayList<>();
    Summary.sitesByServices(down)
        .forEach((services, sites) ->
            sentences.add(
                services.containsAll(all)
                    ? "No answer from data centre %s.".formatted(sites)
                    : "Not working at data centre %s: %s."
                        .formatted(sites, inside(List.copyOf(services)))));
    return String.join(" ", sentences);
  }

  @Override
  public String recovered() {
    return "Everything works again.";
  }

  @Override
  public String lasted(Duration time) {
    return "for " + duration(time);
  }

  @Override
  public String lastsSince(String time) {
    return "since " + time;
  }

  @Override
  public String noIncidents() {
    return "No incidents.";
  }

  @Override
  public String incidentsNow() {
    return "Now";
  }

  @Override
  public String incidentsBefore() {
    return "Last 14 days";
  }

  @Override
  public String history() {
    return "Incidents of the last 90 days";
  }

  @Override
  public String overview() {
    return "How it is now";
  }

  @Override
  public String services() {
    return "What works";
  }

  @Override
  public String availability(double share, int days) {
    return "%s available in %s"
        .formatted(Figures.percent(share), days == 1 ? "one day" : days + " days");
  }

  @Override
  public String days(int days) {
    return days + " days ago";
  }

  @Override
  public String today() {
    return "Today";
  }

  @Override
  public String day(LocalDate date, Duration down, Duration partly) {
    if (down.isZero() && partly.isZero()) {
      return date(date) + ": working";
    }
    List<String> parts = new ArrayList<>();
    if (!down.isZero()) {
      parts.add("down for " + duration(down));
    }
    if (!partly.isZero()) {
      parts.add("partly down or slow for " + duration(partly));
    }
    return date(date) + ": " + String.join(", ", parts);
  }

  @Override
  public String dayUnknown(LocalDate date) {
    return date(date) + ": not recorded";
  }

  @Override
  public String bars(Service service, int days, int disturbed) {
    return disturbed == 0
        ? "%s: no incident in %d recorded days".formatted(service(service), days)
        : "%s: incidents on %d of %d recorded days".formatted(service(service), disturbed, days);
  }

  @Override
  public String plot(Service service, String median, String slowest) {
    return "%s, response time of the last 24 hours: median %s, slowest %s"
        .formatted(service(service), median, slowest);
  }

  @Override
  public String plotCaption() {
    return "Response time of the last 24 hours; thick line: median, thin line: slowest";
  }

  @Override
  public String noFiguresYet() {
    return "No response times yet.";
  }

  @Override
  public String sites() {
    return "By data centre";
  }

  @Override
  public String site() {
    return "Data centre";
  }

  @Override
  public String watchers(int reporting, int watchers) {
    return ("%d of %d watchers outside of the service sign in, send and receive messages and photos every"
            + " five seconds.")
        .formatted(reporting, watchers);
  }

  @Override
  public String watchersTooFew() {
    return "Half of the watchers or fewer report, so nothing can be said for certain.";
  }

  @Override
  public String feed() {
    return "Atom feed";
  }

  @Override
  public String data() {
    return "JSON";
  }

  @Override
  public String otherLanguage() {
    return "한국어";
  }

  @Override
  public String date(LocalDate date) {
    return "%d %s"
        .formatted(
            date.getDayOfMonth(),
            date.getMonth().getDisplayName(java.time.format.TextStyle.SHORT, Locale.ENGLISH));
  }

  @Override
  public String time(Instant time, ZoneId zone) {
    return TIME.format(time.atZone(zone));
  }

  @Override
  public String hour(int hour) {
    return "%02d:00".formatted(hour);
  }

  @Override
  public String duration(Duration duration) {
    return Figures.duration(duration, " d", " h", " min", " s", " ");
  }
}
