package org.bongsu.watch;

import java.util.Map;

/**
 * What one watcher has found, in its newest confirmed results.
 *
 * @param watcher its name
 * @param number grows with each report of a watcher, so that one that comes twice is not taken for
 *     a new one
 * @param found nothing for what it has not probed yet, or not lately
 */
public record Report(String watcher, long number, Map<Probe, Health> found) {
  public Report {
    found = Map.copyOf(found);
  }
}
