package org.bongsu.watch;

import java.util.Comparator;

/** What is probed: a service at a site. */
public record Probe(String site, Service service) implements Comparable<Probe> {
  private static final Comparator<Probe> ORDER =
      Comparator.comparing(Probe::site).thenComparing(Probe::service);

  @Override
  public int compareTo(Probe other) {
    return ORDER.compare(this, other);
  }
}
