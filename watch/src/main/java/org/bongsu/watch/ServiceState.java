package org.bongsu.watch;

import java.util.Locale;

/** How a service works for people, who are served by any site. */
public enum ServiceState {
  WORKS,
  SLOW,
  /** Down at a site that does other things, so that clients do not leave it. */
  PARTLY_DOWN,
  /** Down at all sites. */
  DOWN,
  /** Not enough watchers report. */
  UNKNOWN;

  /** Its name in JSON and in style sheets. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
