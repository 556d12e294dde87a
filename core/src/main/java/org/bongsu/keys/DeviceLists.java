package org.bongsu.keys;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bongsu.id.UserId;
import org.bongsu.store.Db;

/**
 * Whose devices a user must look up again, as one shard knows it: of those who share a room on this
 * shard with the user.
 */
public final class DeviceLists {
  private static final String SHARES_ROOM =
      " EXISTS (SELECT 1 FROM member mine JOIN member theirs ON theirs.room = mine.room"
          + " WHERE mine.user = ?1 AND mine.membership = 'join'"
          + " AND theirs.user = a.id AND theirs.membership = 'join')";

  /** They joined where I am, or I joined where they are. */
  private static final String CAME_TO_SHARE =
      "SELECT a.user FROM member theirs JOIN actor a ON a.id = theirs.user"
          + " JOIN member mine ON mine.room = theirs.room AND mine.user = ?1"
          + " WHERE theirs.event >= ?2 AND theirs.event < ?3"
          + " AND theirs.membership = 'join' AND mine.membership = 'join'"
          + " UNION SELECT a.user FROM member mine JOIN member theirs ON theirs.room = mine.room"
          + " JOIN actor a ON a.id = theirs.user"
          + " WHERE mine.user = ?1 AND mine.event >= ?2 AND mine.event < ?3"
          + " AND theirs.membership = 'join' AND mine.membership = 'join'";

  /** They left where I am, or I left where they are. */
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
   * Users whose devices changed, or who came to share a room with {@code me} since, between two
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
   * Whom a user looks up again without having to share a room: themselves, where their own devices
   * or keys changed, and those whose keys they have signed, since only they are shown that
   * signature. To be asked on the user's shard.
   */
  public Set<UserId> ownNews(UserId me, long from, long before) {
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
   * Users who left a room on this shard that they had shared with {@code me}, or {@code me} did.
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
