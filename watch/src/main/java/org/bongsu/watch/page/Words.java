package org.bongsu.watch.page;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bongsu.watch.IncidentEntry.Phase;
import org.bongsu.watch.Service;
import org.bongsu.watch.ServiceState;
import org.bongsu.watch.Text;

/** All texts of the page in one language. */
interface Words {
  /** The language as HTML names it. */
  String language();

  /** Its part of a text that is written in both languages. */
  String of(Text text);

  /** A service, as it stands in a list. */
  String service(Service service);

  String state(ServiceState state);

  String phase(Phase phase);

  /** The heading of the page. */
  String title(String name);

  // How it is, in one sentence each.

  String allWorks();

  String allDown();

  String down(List<Service> down, List<Service> working);

  String partlyDown(List<Service> partly);

  String slow(List<Service> slow);

  String sitesDown(List<String> sites);

  String unknown();

  /** What people can do while messages do not work; and while only other things do not. */
  String meanwhileWithoutText();

  String meanwhileWithText();

  String since(String time);

  /** Until when the page is true, and what it means if that is long ago. */
  String asOf(String time);

  String contact(String contact);

  // Incidents.

  String outageOfAll();

  String outageOf(List<Service> services);

  String partialOutageOf(List<Service> services);

  String outageAt(List<String> sites);

  String notice();

  /** A line of a timeline: what is down at each site; all services of a site if it is null. */
  String disturbed(Map<String, Set<Service>> down, List<Service> all);

  String recovered();

  String lasted(Duration time);

  String lastsSince(String time);

  String noIncidents();

  String incidentsNow();

  String incidentsBefore();

  String history();

  String overview();

  // Figures.

  String services();

  String availability(double share, int days);

  String days(int days);

  String today();

  /** A day's bar. */
  String day(LocalDate date, Duration down, Duration partly);

  String dayUnknown(LocalDate date);

  /** The bars, for people who do not see them. */
  String bars(Service service, int days, int disturbed);

  String plot(Service service, String median, String slowest);

  String plotCaption();

  String noFiguresYet();

  String sites();

  String site();

  String watchers(int reporting, int watchers);

  String watchersTooFew();

  String feed();

  String data();

  String otherLanguage();

  String date(LocalDate date);

  /** A time with date, seconds and zone. */
  String time(Instant time, java.time.ZoneId zone);

  String hour(int hour);

  String duration(Duration duration);
}
