package org.bongsu.matrix.sync;

import org.bongsu.http.Session;
import org.bongsu.matrix.SyncToken;
import org.jspecify.annotations.Nullable;

/**
 * What a device asks for.
 *
 * @param since from when on; null for everything
 * @param state which state is told, and under which name
 */
record SyncQuery(
    Session session,
    @Nullable SyncToken since,
    SyncFilter filter,
    boolean fullState,
    StateForm state) {

  /** Which state stands beside a timeline. */
  enum StateForm {
    /** The state before the timeline. */
    BEFORE("state"),
    /** The state after the timeline. */
    AFTER("state_after"),
    /** The same, for clients that know it by its name before it was specified (MSC4222). */
    AFTER_UNSTABLE("org.matrix.msc4222.state_after");

    private final String key;

    StateForm(String key) {
      this.key = key;
    }

    String key() {
      return key;
    }

    boolean isAfter() {
      return this != BEFORE;
    }
  }

  boolean isInitial() {
    return since == null;
  }

  /** Up to which ordering of a shard everything has been told; 0 for nothing. */
  long sinceOrdering(int shard) {
    return since == null ? 0 : since.ordering(shard);
  }

  /** The same from another token on. */
  SyncQuery from(SyncToken token) {
    return new SyncQuery(session, token, filter, fullState, state);
  }
}
