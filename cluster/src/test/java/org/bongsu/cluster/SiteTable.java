package org.bongsu.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.bongsu.shard.DigestMark;

/**
 * Site a, of a, b and c, with two shards, for tables of time, input and expected actions. Times are
 * in milliseconds. A lease lasts ten seconds, so a silent site has stopped after eleven, and a
 * revocation waits at most 21.
 */
abstract class SiteTable {
  static final SiteTiming TIMING = new SiteTiming(Duration.ofMillis(500), Duration.ofSeconds(10));

  static final String UNACKNOWLEDGED = "await a record of its own is acknowledged";

  static final String STOPPED = "a shard cannot be written";

  final SiteMachine machine =
      new SiteMachine(
          new SiteMachine.Self("a", "1", "http://a", 3), List.of("a", "b", "c"), 2, TIMING);

  /** Its own records, by sequence. */
  private final Map<Long, StatusRecord> own = new HashMap<>();

  /** The sequence of the newest of them. */
  long last;

  /** The next offset of the status log. */
  private long offset;

  interface Input {
    List<SiteAction> at(long nanos);
  }

  /** One line of a table. */
  void at(long millis, Input input, String... wanted) {
    assertEquals(List.of(wanted), does(millis, input), "at " + millis);
  }

  List<String> does(long millis, Input input) {
    List<SiteAction> actions = input.at(nanos(millis));
    actions.forEach(action -> {
      if (action instanceof SiteAction.AppendStatus(StatusRecord status)) {
        own.put(status.sequence(), status);
        last = status.sequence();
      }
    });
    return actions.stream().map(SiteTable::text).toList();
  }

  /** Beats whose records are acknowledged and read back at once. */
  void keepAlive(long fromMillis, long untilMillis) {
    for (long millis = fromMillis; millis < untilMillis; millis += 500) {
      at(millis, tick(), "say " + (last + 1) + " serves leads");
      at(millis, appended(last));
      at(millis, readOwn(last));
    }
  }

  static long nanos(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }

  static String text(SiteAction action) {
    return switch (action) {
      case SiteAction.AppendStatus(StatusRecord status) -> text(status);
      case SiteAction.AppendMarker(int shard, long marker) -> "marker " + marker + " to " + shard;
      case SiteAction.StartServing start -> "serve";
      case SiteAction.StopServing(String why) -> "stop: " + why;
      case SiteAction.Await(String what) -> "await " + what;
      case SiteAction.Quarantine quarantined -> "quarantine";
      case SiteAction.BecomeLeader become -> "lead";
      case SiteAction.CeaseLeading cease -> "cease";
      case SiteAction.ReleaseRevocation(long id) -> "release " + id;
      case SiteAction.RefuseRevocation(long id) -> "refuse " + id;
      case SiteAction.ReleaseRead(long id) -> "read " + id;
      case SiteAction.RefuseRead(long id) -> "refuse read " + id;
      case SiteAction.End end -> "end";
    };
  }

  static String text(StatusRecord status) {
    String text = "say " + status.sequence();
    text += status.serves() ? " serves" : "";
    text += status.asks() ? " asks" : "";
    text += status.holds() ? " leads" : "";
    text += status.claims() == StatusRecord.NOTHING ? "" : " claims " + status.claims();
    return text + (status.leaving() ? " leaving" : "");
  }

  Input tick() {
    return now -> machine.tick("", now);
  }

  Input appended(long sequence) {
    return now -> machine.appended(sequence, now);
  }

  Input notAppended(long sequence) {
    return now -> machine.notAppended(sequence, now);
  }

  Input markerApplied(long marker) {
    return now -> machine.markerApplied(marker, now);
  }

  Input applied(int shard, long position) {
    return now -> machine.applied(shard, position, List.of(), now);
  }

  Input revoked(long id, long... positions) {
    return now -> machine.revocationAsked(id, positions, now);
  }

  Input read(StatusRecord... records) {
    return now ->
        machine.read(
            Arrays.stream(records).map(record -> new SiteMachine.Placed(offset++, record)).toList(),
            now);
  }

  /** Reads its own records back from the log. */
  Input readOwn(long... sequences) {
    return now ->
        read(LongStream.of(sequences).mapToObj(own::get).toArray(StatusRecord[]::new)).at(now);
  }

  /** A record of another site. */
  record Other(
      String site,
      String run,
      boolean serves,
      boolean asks,
      boolean holds,
      boolean leaving,
      long claims,
      List<List<DigestMark>> marks) {
    static Other named(String site) {
      return new Other(site, "1", true, false, false, false, StatusRecord.NOTHING, List.of());
    }

    Other ofRun(String another) {
      return new Other(site, another, serves, asks, holds, leaving, claims, marks);
    }

    Other silent() {
      return new Other(site, run, false, asks, holds, leaving, claims, marks);
    }

    Other asking() {
      return new Other(site, run, serves, true, holds, leaving, claims, marks);
    }

    Other leaves() {
      return new Other(site, run, false, asks, holds, true, claims, marks);
    }

    Other claiming(long of) {
      return new Other(site, run, serves, asks, holds, leaving, of, marks);
    }

    Other marked(String digest) {
      return new Other(
          site,
          run,
          serves,
          asks,
          holds,
          leaving,
          claims,
          List.of(List.of(new DigestMark(64, digest)), List.of()));
    }

    StatusRecord at(long... positions) {
      return new StatusRecord(
          site, run, 1, "", 3, serves, leaving, asks, holds, claims, positions, marks);
    }
  }

  static Other b() {
    return Other.named("b");
  }

  static Other c() {
    return Other.named("c");
  }

  /** The lease is of the record sent at 20, so it ends at 10,020. Its records are not read back. */
  void join() {
    join(StatusRecord.NOBODY);
  }

  void join(long claims) {
    at(0, tick(), UNACKNOWLEDGED, "say 1");
    at(10, appended(1));
    at(
        20,
        tick(),
        claims == StatusRecord.NOTHING ? "say 2 serves" : "say 2 serves claims " + claims);
    at(30, appended(2), "marker 1 to 0", "marker 2 to 1");
    at(40, markerApplied(1));
    at(50, markerApplied(2), "serve");
    assertTrue(machine.permit().serves(nanos(10_019)));
    assertFalse(machine.permit().serves(nanos(10_020)), "by the clock alone");
  }
}
