package org.bongsu.doctor;

import java.util.List;

/** Knows one subject. */
@FunctionalInterface
public interface Check {
  /** All checks, in the order in which they are told. */
  List<Check> ALL =
      List.of(
          new SitesAnswer(),
          new SitesAgree(),
          new Clocks(),
          new Certificates(),
          new Features(),
          new Disk(),
          new Programs());

  /** What it finds; at least one finding if it applies. */
  List<Finding> look(Seen seen);
}
