package org.bongsu.account;

import java.util.List;
import java.util.Optional;
import org.bongsu.store.Db;
import org.jspecify.annotations.Nullable;

/** Reads the registration tokens of one shard. */
public final class Invitations {
  /**
   * A registration token.
   *
   * @param usesMax how many accounts may be made with it, or null
   * @param expiresMillis milliseconds since 1970, or null
   */
  public record Invitation(
      String token, @Nullable Long usesMax, @Nullable Long expiresMillis, long uses) {
    public boolean isValidAt(long millis) {
      return (usesMax == null || uses < usesMax)
          && (expiresMillis == null || millis < expiresMillis);
    }
  }

  private static final String COLUMNS =
      "SELECT token, uses_max, expires,"
          + " (SELECT COUNT(*) FROM invitation_use u WHERE u.token = i.token) FROM invitation i ";

  private static final Db.Row<Invitation> ROW =
      row ->
          new Invitation(
              row.getString(1), row.getNullableLong(2), row.getNullableLong(3), row.getLong(4));

  private final Db db;

  public Invitations(Db db) {
    this.db = db;
  }

  public Optional<Invitation> find(String token) {
    return db.one(COLUMNS + "WHERE token = ?", ROW, token);
  }

  /** All of this shard, oldest first. */
  public List<Invitation> all() {
    return db.list(COLUMNS + "ORDER BY created, token", ROW);
  }
}
