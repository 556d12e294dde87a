package org.bongsu.keys;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bongsu.id.UserId;
import org.bongsu.store.Db;

/**
 * The users whose device lists a user must query again, among those who share a room with the user
 * on this shard.
 */
public final class DeviceLists {
  private static final String SHARES_ROOM =
      " EXISTS (SELECT 1 FROM member mine JOIN member theirs ON theirs.room = mine.room"
          + " WHERE mine.user = ?1 AND mine.membership = 'join'"
          + " AND theirs.user = a.id AND theirs.membership = 'join')";

  /** They joined a room of mine, or I joined a room of theirs. */
  private static final String CAME_TO_SHARE =
      "SELECT a.user FROM member theirs JOIN actor a ON a.id = theirs.user"
          + " JOIN member mine ON mine.room = theirs.room AND mine.user = ?1"
          + " WHERE theirs.event >= ?2 AND theirs.event < ?3"
          + " AND theirs.membership = 'join' AND mine.membership = 'join'"
          + " UNION SELECT a.user FROM member mine JOIN member theirs ON theirs.room = mine.room"
          + " JOIN actor a ON a.id = theirs.user"
          + " WHERE mine.user = ?1 AND mine.event >= ?2 AND mine.event < ?3"
          + " AND theirs.membership = 'join' AND mine.membership = 'join'";

  /** They left a room of mine, or I left a room of theirs. */
  private static final String PARTED =
      "SELECT a.user FROM member theirs JOIN actor a ON a.id = theirs.user"
          + " JOIN member mine ON mine.room = theirs.room AND mine.user = ?1"
          + " WHERE theirs.event >= ?2 AND theirs.event < ?3 AND theirs.user <> ?1"
          + " AND theirs.membership IN ('leave', 'ban') AND mine.membership = 'join'"
          + " UNION SELECT a.user FROM member mine JOIN member theirs ON theirs.room = mine.room"
          + " JOIN actor a ON a.id = theirs.user"
          + " WHERE mine.user = ?1 AND mine.event >= ?2 AND mine.event < ?3"
          + " AND mine.membership IN ('leave', 'ban') AND theirs.user <> ?1";

  private final Db db;

  public DeviceLists(Db db) {
    this.db = db;
  }

  /**
   * Users whose devices changed, or who started to share a room with {@code me}, between two
   * orderings of this shard ({@code from} included, {@code before} not).
   */
  public Set<UserId> changed(UserId me, long from, long before) {
    Set<UserId> users = new TreeSet<>();
    Optional<Long> actor = actor(me);
    if (actor.isPresent()) {
      add(
          users,
          "SELECT c.user FROM device_list_change c JOIN actor a ON a.user = c.user"
              + " WHERE c.ordering >= ?2 AND c.ordering < ?3 AND"
              + SHARES_ROOM,
          actor.get(),
          from,
          before);
      add(users, CAME_TO_SHARE, actor.get(), from, before);
    }
    return users;
  }

  /**
   * Users whose devices {@code me} must query again even without a shared room: {@code me}, if
   * their own devices or keys changed, and users whose keys they have signed, because only the
   * signer is shown that signature. To be called on the user's shard.
   */
  public Set<UserId> ownChanges(UserId me, long from, long before) {
    return new TreeSet<>(
        db.list(
            "SELECT user FROM device_list_change WHERE user = ?1 AND ordering >= ?2"
                + " AND ordering < ?3 UNION SELECT target FROM key_signature WHERE user = ?1"
                + " AND ordering >= ?2 AND ordering < ?3",
            row -> new UserId(row.getString(1)),
            me,
            from,
            before));
  }

  /**
   * Users who left a room on this shard that they shared with {@code me}, or that {@code me} left.
   */
  public Set<UserId> parted(UserId me, long from, long before) {
    Set<UserId> users = new TreeSet<>();
    actor(me).ifPresent(actor -> add(users, PARTED, actor, from, before));
    return users;
  }

  private Optional<Long> actor(UserId user) {
    return db.one("SELECT id FROM actor WHERE user = ?", row -> row.getLong(1), user);
  }

  private void add(Set<UserId> users, String sql, long actor, long from, long before) {
    users.addAll(db.list(sql, row -> new UserId(row.getString(1)), actor, from, before));
  }
}
