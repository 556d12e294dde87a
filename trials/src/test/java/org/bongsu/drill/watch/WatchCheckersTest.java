package org.bongsu.drill.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Each checker finds its violation, and nothing where watchers did well. Site a is lost from 20 to
 * 50 s.
 */
class WatchCheckersTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Set<String> ALL = Set.of("sign-in", "text", "photo", "search");
  private static final FaultWindow FAULT =
      new FaultWindow("kill-site", Set.of("a"), 20 * SECOND, Optional.of(50 * SECOND));

  /** A page every second, with an incident in these seconds. */
  private static List<PageSample> pages(int from, int to, String site) {
    List<PageSample> pages = new ArrayList<>();
    for (int second = 0; second < 200; second++) {
      boolean isOpen = second >= from && second < to;
      pages.add(page(second, isOpen ? Map.of(site, ALL) : Map.of()));
    }
    return pages;
  }

  private static PageSample page(int second, Map<String, Set<String>> down) {
    return new PageSample(
        "w1", second * SECOND, true, Duration.ofSeconds(2), true, !down.isEmpty(), down);
  }

  private static List<SiteSample> answers() {
    List<SiteSample> answers = new ArrayList<>();
    for (int second = 0; second < 200; second++) {
      answers.add(new SiteSample("a", second * SECOND, second < 20 || second >= 50));
      answers.add(new SiteSample("b", second * SECOND, true));
    }
    return answers;
  }

  private static List<String> judge(List<PageSample> pages, Disturbance... disturbances) {
    return WatchVerdict.of(
            new WatchEvidence(pages, answers(), List.of(disturbances), List.of(FAULT)))
        .findings();
  }

  @Test
  void nothingIsFoundIfTheLossIsToldInTime() {
    WatchVerdict verdict =
        WatchVerdict.of(
            new WatchEvidence(pages(26, 65, "a"), answers(), List.of(), List.of(FAULT)));
    assertEquals(List.of(), verdict.findings());
    assertEquals(List.of(6.0), verdict.opened());
    assertEquals(List.of(14.0), verdict.ended());
  }

  @Test
  void aLossThatIsToldLateOrNotAtAllIsFound() {
    assertEquals(1, judge(pages(40, 65, "a")).size());
    assertEquals(1, judge(pages(0, 0, "a")).size());
  }

  @Test
  void anIncidentThatEndsLateIsFound() {
    assertEquals(1, judge(pages(26, 85, "a")).size());
  }

  @Test
  void anIncidentWithoutAFaultIsFound() {
    List<PageSample> pages = new ArrayList<>(pages(26, 65, "a"));
    pages.set(150, page(150, Map.of("a", Set.of("text"))));
    assertEquals(List.of("watcher w1 showed an incident without a fault"), judge(pages));
  }

  @Test
  void aSiteThatAnsweredAndIsShownAsLostIsFound() {
    List<PageSample> pages = new ArrayList<>(pages(26, 65, "a"));
    pages.set(40, page(40, Map.of("a", ALL, "b", ALL)));
    assertEquals(List.of("watcher w1 showed site b as lost"), judge(pages));
  }

  @Test
  void aPageThatIsMissingOrOldIsFoundUnlessItsWatcherWasDisturbed() {
    List<PageSample> pages = new ArrayList<>(pages(26, 65, "a"));
    pages.set(100, PageSample.missing("w1", 100 * SECOND));
    assertEquals(List.of("watcher w1 did not serve its page"), judge(pages));
    Disturbance killed = new Disturbance("w1", Disturbance.Kind.KILLED, 90 * SECOND, 105 * SECOND);
    assertEquals(List.of(), judge(pages, killed));
    pages.set(
        100,
        new PageSample("w1", 100 * SECOND, true, Duration.ofSeconds(40), true, false, Map.of()));
    assertEquals(List.of("the page of watcher w1 was old"), judge(pages));
  }
}
