package org.bongsu.watch;

/** Why a site should be checked before its time. */
enum Doubt {
  NONE,
  /** Another watcher reports as down what works from here. */
  OF_ANOTHER_WATCHER,
  /** Something has failed once; the next check confirms it, or not. */
  OF_OWN_RESULT
}
