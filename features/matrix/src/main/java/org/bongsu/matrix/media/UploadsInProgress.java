package org.bongsu.matrix.media;

import java.util.HashMap;
import java.util.Map;
import org.bongsu.id.UserId;

/**
 * Places for uploads that are being received. An account may have a share of those that other
 * accounts do not hold: the fuller it is, the fewer one gets. So no account, and no small number of
 * them, takes all places, and one that has none gets one while there is any.
 */
final class UploadsInProgress {
  /** Uploads of all users; the media store receives some more, for content of other sites. */
  static final int ALL_MAX = 448;

  /** An account gets a 14th of the places that the others leave: 32 if nobody else uploads. */
  private static final int SHARES = 14;

  /** Whether an upload may begin. */
  enum Place {
    TAKEN,
    /** The account has its share. */
    SHARE_USED,
    NONE_LEFT
  }

  private final Map<UserId, Integer> byUser = new HashMap<>();
  private int all;

  synchronized Place begin(UserId user) {
    int own = byUser.getOrDefault(user, 0);
    int share = Math.max(1, (ALL_MAX - (all - own)) / SHARES);
    if (own >= share) {
      return Place.SHARE_USED;
    }
    if (all >= ALL_MAX) {
      return Place.NONE_LEFT;
    }
    byUser.put(user, own + 1);
    all++;
    return Place.TAKEN;
  }

  synchronized void end(UserId user) {
    all--;
    byUser.computeIfPresent(user, (id, count) -> count == 1 ? null : count - 1);
  }
}
