package org.bongsu.matrix.sync;

import org.bongsu.http.Session;
import org.bongsu.matrix.SyncToken;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a sync.
 *
 * @param since null for an initial sync
 * @param state which state is sent, and under which key
 */
record SyncQuery(
    Session session,
    @Nullable SyncToken since,
    SyncFilter filter,
    boolean fullState,
    StateForm state) {

  /** Which state accompanies a timeline. */
  enum StateForm {
    /** The state before the timeline. */
    BEFORE("state"),
    /** The state after the timeline. */
    AFTER("state_after"),
    /** The same, under the unstable key (MSC4222). */
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

  /** The ordering of a shard below which everything has been sent; 0 for an initial sync. */
  long sinceOrdering(int shard) {
    return since == null ? 0 : since.ordering(shard);
  }

  /** The same query with another token. */
  SyncQuery from(SyncToken token) {
    return new SyncQuery(session, token, filter, fullState, state);
  }
}
