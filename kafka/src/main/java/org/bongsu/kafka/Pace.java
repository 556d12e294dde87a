package org.bongsu.kafka;

/** How quickly a lost site is noticed, against how much the machine may be busy meanwhile. */
public enum Pace {
  /** For reserved CPU: a lost site stalls writes for one to three seconds. */
  FAST,
  /** For shared machines: a living broker that gets no CPU for a second is not taken for dead. */
  STEADY
}
