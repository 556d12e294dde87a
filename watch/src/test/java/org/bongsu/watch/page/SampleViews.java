package org.bongsu.watch.page;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.bongsu.watch.Health;
import org.bongsu.watch.Incident;
import org.bongsu.watch.IncidentEntry.Disturbed;
import org.bongsu.watch.IncidentEntry.Phase;
import org.bongsu.watch.IncidentEntry.Recovered;
import org.bongsu.watch.IncidentEntry.Words;
import org.bongsu.watch.Probe;
import org.bongsu.watch.Service;
import org.bongsu.watch.Situation;
import org.bongsu.watch.StatusView;
import org.bongsu.watch.StatusView.About;
import org.bongsu.watch.StatusView.Day;
import org.bongsu.watch.StatusView.Times;
import org.bongsu.watch.Text;

/** Views of a deployment on a bad day. */
final class SampleViews {
  static final Instant NOW = Instant.parse("2022-10-15T06:29:12Z");
  static final List<String> SITES = List.of("판교", "안양", "부산");
  static final List<Service> ALL = List.of(Service.values());
  static final String HOSTILE = "</style><script>alert(1)</script>\"'&\u0007";

  private SampleViews() {}

  static Map<String, StatusView> all() {
    Map<String, StatusView> all = new LinkedHashMap<>();
    all.put("calm", calm());
    all.put("site-burnt", view(down(Map.of("판교", ALL)), List.of(fire())));
    all.put(
        "photos-down",
        view(
            down(
                Map.of(
                    "판교", List.of(Service.PHOTO),
                    "안양", List.of(Service.PHOTO),
                    "부산", List.of(Service.PHOTO))),
            List.of(photos())));
    all.put(
        "partly",
        view(
            down(Map.of("안양", List.of(Service.SEARCH))),
            List.of(
                new Incident(
                    "20221015-062500-w1",
                    List.of(
                        new Disturbed(
                            NOW.minusSeconds(252), "w1", Map.of("안양", Set.of(Service.SEARCH))))))));
    all.put("all-down", view(down(Map.of("판교", ALL, "안양", ALL, "부산", ALL)), List.of(everything())));
    all.put("unknown", view(new Situation(SITES, ALL, Map.of()), List.of()));
    all.put("hostile", hostile());
    return all;
  }

  static StatusView calm() {
    return view(down(Map.of()), List.of());
  }

  static Situation down(Map<String, List<Service>> down) {
    Map<Probe, Health> agreed = new TreeMap<>();
    for (String site : SITES) {
      for (Service service : ALL) {
        boolean isDown = down.getOrDefault(site, List.of()).contains(service);
        agreed.put(new Probe(site, service), isDown ? Health.DOWN : Health.WORKS);
      }
    }
    return new Situation(SITES, ALL, agreed);
  }

  private static Incident fire() {
    Instant began = NOW.minusSeconds(115);
    return new Incident(
        "20221015-062717-w1",
        List.of(
            new Disturbed(began, "w1", Map.of("판교", EnumSet.allOf(Service.class))),
            new Words(
                began.plusSeconds(70),
                "w1",
                Phase.INVESTIGATING,
                new Text(
                    "[사실] 15:27부터 판교 데이터 센터가 응답하지 않습니다. 모든 기능은 안양과 부산에서 이용할 수 있습니다.\n"
                        + "[원인] 전기실 화재 경보를 확인하고 있습니다.\n"
                        + "[조치] 소방 당국에 협조하고 있으며, 별도의 전환 작업은 필요하지 않습니다.\n"
                        + "[문의] 1577-0000",
                    "What happened: the Pangyo data centre has not answered since 15:27. Anyang and"
                        + " Busan serve everything.\n"
                        + "Cause: we are checking a fire alarm in its power room.\n"
                        + "What we do: we are working with the fire service. Nothing has to be switched"
                        + " by hand.\n"
                        + "Contact: 1577-0000"))));
  }

  private static Incident photos() {
    Map<String, Set<Service>> down = new HashMap<>();
    SITES.forEach(site -> down.put(site, Set.of(Service.PHOTO)));
    return new Incident(
        "20221015-062200-w1", List.of(new Disturbed(NOW.minusSeconds(432), "w1", down)));
  }

  private static Incident everything() {
    Map<String, Set<Service>> down = new HashMap<>();
    SITES.forEach(site -> down.put(site, EnumSet.allOf(Service.class)));
    return new Incident(
        "20221015-062700-w1",
        List.of(
            new Disturbed(NOW.minusSeconds(132), "w1", Map.of("판교", EnumSet.allOf(Service.class))),
            new Disturbed(NOW.minusSeconds(100), "w1", down)));
  }

  private static Incident before(int daysAgo, String site, Set<Service> services, int minutes) {
    Instant began = NOW.minus(Duration.ofDays(daysAgo)).minusSeconds(4321);
    return new Incident(
        "202209%02d-101010-w2".formatted(30 - daysAgo % 30),
        List.of(
            new Disturbed(began, "w2", Map.of(site, services)),
            new Recovered(began.plusSeconds(60L * minutes + 17), "w2")));
  }

  private static StatusView hostile() {
    List<String> sites = List.of(HOSTILE, "b".repeat(200));
    Incident incident =
        new Incident(
            "20221015-062200-w1",
            List.of(
                new Disturbed(NOW.minusSeconds(60), "w1", Map.of(HOSTILE, Set.of(Service.TEXT))),
                new Words(
                    NOW.minusSeconds(30),
                    "w1",
                    Phase.ANNOUNCED,
                    new Text(HOSTILE, "x".repeat(4000)))));
    StatusView calm = calm();
    return new StatusView(
        new About(new Text(HOSTILE, HOSTILE), HOSTILE, calm.about().zone(), "https://a.example/"),
        NOW,
        1,
        3,
        new Situation(sites, ALL, Map.of(new Probe(HOSTILE, Service.TEXT), Health.DOWN)),
        List.of(incident),
        Map.of(),
        Map.of());
  }

  private static StatusView view(Situation situation, List<Incident> open) {
    List<Incident> incidents = new ArrayList<>(open);
    incidents.add(before(3, "부산", EnumSet.allOf(Service.class), 7));
    incidents.add(before(9, "안양", Set.of(Service.PHOTO, Service.SEARCH), 64));
    incidents.add(before(25, "판교", Set.of(Service.SIGN_IN), 3));
    Map<Service, List<Day>> days = new HashMap<>();
    Map<Service, List<Times>> times = new HashMap<>();
    SplittableRandom random = new SplittableRandom(7);
    for (Service service : ALL) {
      days.put(service, days(service));
      List<Times> points = new ArrayList<>();
      for (int i = 288; i > 0; i--) {
        int median = 20 + 15 * service.ordinal() + random.nextInt(10);
        int slowest = median + random.nextInt(60) + (i < 12 ? 900 : 0);
        if (i < 150 || i > 160) {
          points.add(
              new Times(
                  NOW.minusSeconds(300L * i),
                  Duration.ofMillis(median + (i < 12 ? 80 : 0)),
                  Duration.ofMillis(slowest)));
        }
      }
      times.put(service, points);
    }
    int reporting = situation.agreed().isEmpty() ? 1 : 3;
    return new StatusView(
        new About(
            new Text("봉수톡", "Bongsu Talk"),
            "1577-0000, help@bongsu.example",
            ZoneId.of("Asia/Seoul"),
            "https://status.bongsu.example/"),
        NOW,
        reporting,
        3,
        situation,
        incidents,
        days,
        times);
  }

  private static List<Day> days(Service service) {
    List<Day> days = new ArrayList<>();
    LocalDate today = LocalDate.of(2022, 10, 15);
    for (int ago = 80; ago >= 0; ago--) {
      Duration down = Duration.ZERO;
      Duration partly = Duration.ZERO;
      if (ago == 40 && service == Service.PHOTO) {
        down = Duration.ofMinutes(51);
      }
      if (ago == 9 && (service == Service.PHOTO || service == Service.SEARCH)) {
        partly = Duration.ofMinutes(64);
      }
      days.add(new Day(today.minusDays(ago), Duration.ofHours(24), down, partly));
    }
    return days;
  }
}
