package org.bongsu.upload;

import java.util.Optional;
import org.bongsu.apply.Change;
import org.bongsu.apply.Tx;
import org.bongsu.command.MediaCommand;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.id.UserId;
import org.bongsu.store.Db;
import org.jspecify.annotations.Nullable;

/** Applies commands about media ids, and looks them up. */
public final class UploadApply {
  /**
   * A media id.
   *
   * @param expiresMillis when a reservation expires; null once stored
   * @param sha256 null while only reserved
   * @param state whether it is served
   */
  public record Upload(
      String mediaId,
      String uploader,
      long createdMillis,
      @Nullable Long expiresMillis,
      @Nullable String sha256,
      long sizeBytes,
      @Nullable String contentType,
      @Nullable String fileName,
      MediaDeletions.State state) {

    public boolean isStored() {
      return sha256 != null;
    }

    /** Whether it is a reservation that has expired. */
    public boolean hasExpired(long timeMillis) {
      return expiresMillis != null && expiresMillis <= timeMillis;
    }
  }

  /**
   * Maximum reserved media ids of one user. Outcomes depend on it, so changing it needs a new
   * level.
   */
  public static final int RESERVED_MAX = 100;

  private final Db db;
  private final MediaDeletions deletions;

  public UploadApply(Db db, MediaDeletions deletions) {
    this.db = db;
    this.deletions = deletions;
  }

  public Outcome apply(MediaCommand command, Tx tx) {
    return switch (command) {
      case MediaCommand.ReserveMedia reserve -> reserve(reserve, tx);
      case MediaCommand.StoreMedia store -> store(store, tx);
      case MediaCommand.RedactMedia redact -> deletions.redact(redact, tx);
      case MediaCommand.MediaUnreferenced gone -> deletions.unreferenced(gone, tx);
      case MediaCommand.FindReferences find -> deletions.find(find, tx);
      case MediaCommand.ReferencesFound found -> deletions.found(found, tx);
    };
  }

  private Outcome reserve(MediaCommand.ReserveMedia reserve, Tx tx) {
    db.update(
        "DELETE FROM media WHERE uploader = ? AND sha256 IS NULL AND expires <= ?",
        reserve.uploader(),
        tx.timeMillis());
    long reserved =
        db.number(
                "SELECT count(*) FROM media WHERE uploader = ? AND sha256 IS NULL",
                reserve.uploader())
            .orElse(0);
    if (reserved >= RESERVED_MAX) {
      return Outcome.refused(
          Refusal.LIMIT_REACHED, "More than " + RESERVED_MAX + " uploads have been announced.");
    }
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
    Optional<Outcome.Refused> refused =
        store.reserved()
            ? refusal(before, store.uploader(), tx.timeMillis())
            : before.map(taken -> new Outcome.Refused(Refusal.CONFLICT, "This media id is taken."));
    if (refused.isPresent()) {
      return refused.get();
    }
    if (MediaDeletions.isErased(db, store.uploader().value())) {
      return Outcome.refused(Refusal.NOT_FOUND, "There is no such user.");
    }
    db.update(
        "INSERT OR REPLACE INTO media"
            + " (media_id, uploader, created, sha256, size, content_type, file_name)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        store.mediaId(),
        store.uploader(),
        tx.timeMillis(),
        store.sha256(),
        store.sizeBytes(),
        store.contentType(),
        store.fileName());
    tx.changed(new Change.OfMedia(store.mediaId()));
    return Outcome.accepted();
  }

  /**
   * Why a user may not upload to a media id at a time; empty if they may.
   *
   * @param upload the media id's row, if there is one
   */
  public static Optional<Outcome.Refused> refusal(
      Optional<Upload> upload, UserId uploader, long timeMillis) {
    if (upload.isEmpty()
        || upload.get().hasExpired(timeMillis)
        || upload.get().state() != MediaDeletions.State.KEPT) {
      return Optional.of(
          new Outcome.Refused(Refusal.NOT_FOUND, "This media id is unknown, or has expired."));
    }
    if (!upload.get().uploader().equals(uploader.value())) {
      return Optional.of(
          new Outcome.Refused(Refusal.FORBIDDEN, "This media id is somebody else's."));
    }
    return upload.get().isStored()
        ? Optional.of(
            new Outcome.Refused(Refusal.CONFLICT, "This media id has its content already."))
        : Optional.empty();
  }

  public static Optional<Upload> find(Db db, String mediaId) {
    return db.one(
        "SELECT m.media_id, m.uploader, m.created, m.expires, m.sha256, m.size, m.content_type,"
            + " m.file_name, COALESCE(d.state, IIF(e.user IS NULL, 'KEPT', 'UNDECIDED'))"
            + " FROM media m LEFT JOIN media_deletion d USING (media_id)"
            + " LEFT JOIN media_erasure e ON e.user = m.uploader WHERE m.media_id = ?",
        row ->
            new Upload(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getNullableLong(4),
                row.getString(5),
                row.getLong(6),
                row.getString(7),
                row.getString(8),
                MediaDeletions.State.valueOf(row.getString(9))),
        mediaId);
  }
}
