package org.bongsu.watch;

/** How a service works, from best to worst. */
public enum Health {
  WORKS,
  /** It works, but takes longer than people like to wait. */
  SLOW,
  /** It does not work at all, or takes longer than a client waits. */
  DOWN
}
