package org.bongsu.drill;

/** A violation in one sentence. */
record Finding(Harm harm, String what) {
  /** Kinds of violations. */
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
