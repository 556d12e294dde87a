package org.bongsu.account;

import java.util.HashSet;
import java.util.Set;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.store.Db;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Profiles since their shard was sealed ({@link org.bongsu.command.ShardCommand.Seal}): only the
 * display name is shown, by which people recognise each other, and the fields that the owner has
 * set or released since. The profile itself stays as it was, and so do its references to media.
 */
final class SealedProfiles {
  /**
   * A column of a query of accounts: the fields that were released, as a JSON array; null if the
   * shard is not sealed.
   */
  static final String RELEASED =
      "(SELECT (SELECT json_group_array(field) FROM released_profile r WHERE r.user = account.user)"
          + " FROM seal)";

  private static final String DISPLAY_NAME = "displayname";
  private static final String ALL = "*";

  private final Db db;

  SealedProfiles(Db db) {
    this.db = db;
  }

  /** Hides all profiles; what was released after a former seal is hidden again. */
  void seal() {
    db.update("DELETE FROM released_profile");
  }

  private boolean isSealed() {
    return db.exists("SELECT 1 FROM seal");
  }

  /**
   * Releases a field that its owner sets.
   *
   * @return whether it was hidden
   */
  boolean release(UserId user, String field) {
    return isSealed()
        && !isReleased(user, ALL)
        && db.update("INSERT OR IGNORE INTO released_profile VALUES (?, ?)", user, field) == 1;
  }

  /**
   * Releases all fields, those of a new account included.
   *
   * @return whether some may have been hidden
   */
  boolean releaseAll(UserId user) {
    return isSealed()
        && db.update("INSERT OR IGNORE INTO released_profile VALUES (?, ?)", user, ALL) == 1;
  }

  private boolean isReleased(UserId user, String field) {
    return db.exists("SELECT 1 FROM released_profile WHERE user = ? AND field = ?", user, field);
  }

  /** The profile with all fields, the hidden ones included. */
  ObjectNode whole(UserId user) {
    return db.text("SELECT profile FROM account WHERE user = ?", user)
        .map(Json::object)
        .orElseThrow();
  }

  /** What is shown of a profile. */
  ObjectNode shown(UserId user, ObjectNode profile) {
    return db.text("SELECT " + RELEASED + " FROM account WHERE user = ?", user)
        .map(released -> shown(profile, released))
        .orElse(profile);
  }

  /**
   * The same.
   *
   * @param released see {@link #RELEASED}
   */
  static ObjectNode shown(ObjectNode profile, @Nullable String released) {
    if (released == null) {
      return profile;
    }
    Set<String> fields = new HashSet<>(Set.of(DISPLAY_NAME));
    Json.parse(released).forEach(field -> fields.add(field.stringValue()));
    if (!fields.contains(ALL)) {
      profile.retain(fields);
    }
    return profile;
  }
}
