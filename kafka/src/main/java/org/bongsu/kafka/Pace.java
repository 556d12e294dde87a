package org.bongsu.kafka;

/** The trade-off between detecting a lost site quickly and tolerating a busy machine. */
public enum Pace {
  /** For reserved CPUs: a lost site stalls writes for one to three seconds. */
  FAST,
  /** For shared machines: a broker that gets no CPU for a second is not considered dead. */
  STEADY
}
