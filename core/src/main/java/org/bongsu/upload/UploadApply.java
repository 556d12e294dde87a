package org.bongsu.upload;

import java.util.Optional;
import org.bongsu.apply.Tx;
import org.bongsu.command.MediaCommand;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.store.Db;
import org.jspecify.annotations.Nullable;

/** What media ids stand for: applies commands about them, and looks them up. */
public final class UploadApply {
  /**
   * A media id.
   *
   * @param expiresMillis until when a reservation waits for its bytes; null once stored
   * @param sha256 null while only reserved
   */
  public record Upload(
      String mediaId,
      String uploader,
      long createdMillis,
      @Nullable Long expiresMillis,
      @Nullable String sha256,
      long sizeBytes,
      @Nullable String contentType,
      @Nullable String fileName) {}

  private final Db db;

  public UploadApply(Db db) {
    this.db = db;
  }

  public Outcome apply(MediaCommand command, Tx tx) {
    return switch (command) {
      case MediaCommand.ReserveMedia reserve -> reserve(reserve, tx);
      case MediaCommand.StoreMedia store -> store(store, tx);
    };
  }

  private Outcome reserve(MediaCommand.ReserveMedia reserve, Tx tx) {
    int added =
        db.update(
            "INSERT OR IGNORE INTO media (media_id, uploader, created, expires)"
                + " VALUES (?, ?, ?, ?)",
            reserve.mediaId(),
            reserve.uploader(),
            tx.timeMillis(),
            reserve.expiresMillis());
    return added == 1
        ? Outcome.accepted()
        : Outcome.refused(Refusal.CONFLICT, "This media id is taken.");
  }

  private Outcome store(MediaCommand.StoreMedia store, Tx tx) {
    Optional<Upload> before = find(db, store.mediaId());
    if (before.isPresent() && before.get().sha256() != null) {
      return Outcome.refused(Refusal.CONFLICT, "This media id has its content already.");
    }
    if (before.isPresent() && !before.get().uploader().equals(store.uploader().value())) {
      return Outcome.refused(Refusal.FORBIDDEN, "This media id is somebody else's.");
    }
    Long expires = before.map(Upload::expiresMillis).orElse(null);
    if (expires != null && expires < tx.timeMillis()) {
      return Outcome.refused(Refusal.NOT_FOUND, "This media id has expired.");
    }
    db.update(
        "INSERT OR REPLACE INTO media VALUES (?, ?, ?, NULL, ?, ?, ?, ?)",
        store.mediaId(),
        store.uploader(),
        tx.timeMillis(),
        store.sha256(),
        store.sizeBytes(),
        store.contentType(),
        store.fileName());
    return Outcome.accepted();
  }

  public static Optional<Upload> find(Db db, String mediaId) {
    return db.one(
        "SELECT media_id, uploader, created, expires, sha256, size, content_type, file_name"
            + " FROM media WHERE media_id = ?",
        row ->
            new Upload(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                Db.nullableLong(row, 4),
                row.getString(5),
                row.getLong(6),
                row.getString(7),
                row.getString(8)),
        mediaId);
  }
}
