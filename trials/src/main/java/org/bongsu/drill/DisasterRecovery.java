package org.bongsu.drill;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bongsu.client.Http;

/**
 * {@link Fault#LOSE_EVERYTHING}: burns all sites at once, and does what an operator does then, who
 * has nothing but the backup: {@code bongsu restore}, {@code bongsu grow}, and new sites at the
 * same addresses.
 */
final class DisasterRecovery {
  private static final Duration BACKED_UP_WITHIN = Duration.ofMinutes(2);
  private static final long LOOK_MILLIS = 200;
  private static final Pattern SAVED =
      Pattern.compile("(?m)^bongsu_backup_saved_timestamp_seconds (\\S+)");

  private final Http http;
  private final Sites sites;
  private final Surroundings surroundings;
  private final DrillOptions options;
  private final PrintStream out;
  private long burntNanos;

  DisasterRecovery(
      Http http, Sites sites, Surroundings surroundings, DrillOptions options, PrintStream out) {
    this.http = http;
    this.sites = sites;
    this.surroundings = surroundings;
    this.options = options;
    this.out = out;
  }

  /**
   * Waits until there is a backup at all.
   *
   * @throws IOException if there is none in time
   */
  void awaitFirstBackup() throws IOException, InterruptedException {
    long until = System.nanoTime() + BACKED_UP_WITHIN.toNanos();
    while (!isBackedUp()) {
      if (System.nanoTime() - until > 0) {
        throw new IOException("no site has written a backup");
      }
      Thread.sleep(LOOK_MILLIS);
    }
    out.println("the first backup is written");
  }

  private boolean isBackedUp() throws IOException, InterruptedException {
    Http.Ask ask = Http.Ask.json("GET", "/_bongsu/metrics", null, null);
    for (Place place : sites.network().places()) {
      String metrics = new String(http.ask(place.url(), ask).bytes(), StandardCharsets.UTF_8);
      Matcher line = SAVED.matcher(metrics);
      if (line.find() && Double.parseDouble(line.group(1)) > 0) {
        return true;
      }
    }
    return false;
  }

  /** Burns all sites. */
  void burn() throws IOException, InterruptedException {
    burntNanos = System.nanoTime();
    sites.burn();
    out.println("all sites have burnt");
  }

  /**
   * Recovers; returns when all sites serve.
   *
   * @throws IOException if a step fails, or does not refuse what it must refuse
   */
  Recovery.Times recover() throws IOException, InterruptedException {
    restore();
    long restored = System.nanoTime();
    Surroundings grown = surroundings.grow(sites.network().places());
    long grownAt = System.nanoTime();
    sites.startRestored(grown);
    sites.awaitReady();
    return new Recovery.Times(burntNanos, restored, grownAt, System.nanoTime());
  }

  private void restore() throws IOException {
    if (options.ledgerLost()) {
      surroundings.loseLedger();
      if (surroundings.restore(false)) {
        throw new IOException("bongsu restore goes on although the ledger is lost");
      }
    }
    if (!surroundings.restore(options.ledgerLost())) {
      throw new IOException("bongsu restore says that the ledger is not complete");
    }
  }
}
