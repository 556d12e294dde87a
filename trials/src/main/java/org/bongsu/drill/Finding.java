package org.bongsu.drill;

/** One thing that must not be, in one sentence. */
record Finding(Harm harm, String what) {
  /** What was done to whom. */
  enum Harm {
    LOST,
    DOUBLED,
    REORDERED,
    STALE,
    MEDIA_DAMAGED,
    KEY_CLAIMED_TWICE,
    DIGEST_DIFFERS,
    /** An answer that no fault explains. */
    NOT_EXPLAINED
  }
}
