package org.bongsu.upload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.bongsu.apply.Change;
import org.bongsu.apply.Tx;
import org.bongsu.command.MediaCommand.FindReferences;
import org.bongsu.command.MediaCommand.MediaUnreferenced;
import org.bongsu.command.MediaCommand.RedactMedia;
import org.bongsu.command.MediaCommand.ReferencesFound;
import org.bongsu.command.MediaCommand.Surveyed;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.command.TimerSubject;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.reference.MediaReferences;
import org.bongsu.store.Db;
import org.bongsu.store.Readers;
import org.bongsu.timer.Timer;
import org.bongsu.timer.TimerOwner;
import org.bongsu.timer.Timers;
import org.bongsu.upload.UploadApply.Upload;

/**
 * Deletes media: at its uploader's request, with the last reference after its uploader's reference
 * was redacted, and with its uploader's account. Only what the uploader does can begin it, so that
 * nobody deletes what others have sent by sending and redacting its address.
 *
 * <p>References are recorded on the shards of the content that has them, so the media id's shard
 * asks one shard after the other. Until the last one has answered, the state is {@link
 * State#UNDECIDED} and the media is not served. A redaction is acknowledged once this state is in
 * all sites; a reference from before then keeps the media, wherever it is.
 *
 * <p>A media id is deleted, not its bytes: they may belong to other ids. A site removes bytes when
 * no id in any shard has them.
 */
public final class MediaDeletions implements TimerOwner {
  /** Whether media is served. Names are a format: they are stored. */
  public enum State {
    /** It is served. */
    KEPT,
    /** It is not served until it is known whether something else refers to it. */
    UNDECIDED,
    /** It is never served again. */
    DELETED
  }

  /** Media ids of an erased account that one entry deals with. */
  static final int ERASED_AT_ONCE = 500;

  private static final String AFTER = "after";

  private final Db db;
  private final MediaReferences references;
  private final Timers timers;

  public MediaDeletions(Db db) {
    this.db = db;
    this.references = new MediaReferences(db);
    this.timers = new Timers(db);
  }

  Outcome redact(RedactMedia redact, Tx tx) {
    Optional<Upload> upload = UploadApply.find(db, redact.mediaId());
    if (upload.isEmpty()) {
      return Outcome.refused(Refusal.NOT_FOUND, "There is no such media.");
    }
    if (!tx.reapplies() && !upload.get().uploader().equals(redact.user().value())) {
      return Outcome.refused(Refusal.FORBIDDEN, "This media id is somebody else's.");
    }
    if (upload.get().state() != State.DELETED) {
      set(redact.mediaId(), State.DELETED, lastSurvey(redact.mediaId()), tx);
    }
    return Outcome.accepted();
  }

  Outcome unreferenced(MediaUnreferenced gone, Tx tx) {
    survey(gone.mediaIds(), upload -> isGivenUp(upload, gone), tx);
    return Outcome.accepted();
  }

  /** Searches for references to those that are not deleted and are given up. */
  private void survey(List<String> mediaIds, Predicate<Upload> isGivenUp, Tx tx) {
    List<Surveyed> surveyed = new ArrayList<>();
    for (String mediaId : mediaIds) {
      UploadApply.find(db, mediaId)
          .filter(upload -> upload.state() != State.DELETED)
          .filter(isGivenUp)
          .ifPresent(upload -> surveyed.add(beginSurvey(upload, tx)));
    }
    ask(0, surveyed, tx);
  }

  /** Whether the uploader gives it up now, or has done so before. */
  private boolean isGivenUp(Upload upload, MediaUnreferenced gone) {
    boolean redacted =
        gone.redactedOf() != null && gone.redactedOf().value().equals(upload.uploader());
    return redacted || lastSurvey(upload.mediaId()) > 0;
  }

  /** The number of the last search for references; 0 if there was none. */
  private long lastSurvey(String mediaId) {
    return db.number("SELECT survey FROM media_deletion WHERE media_id = ?", mediaId).orElse(0);
  }

  private Surveyed beginSurvey(Upload upload, Tx tx) {
    long survey = lastSurvey(upload.mediaId()) + 1;
    set(upload.mediaId(), State.UNDECIDED, survey, tx);
    String except = isErased(db, upload.uploader()) ? upload.uploader() : "";
    return new Surveyed(upload.mediaId(), upload.createdMillis(), except, survey, false);
  }

  private void set(String mediaId, State state, long survey, Tx tx) {
    db.update(
        "INSERT OR REPLACE INTO media_deletion VALUES (?, ?, ?, ?, ?)",
        mediaId,
        state,
        survey,
        tx.position(),
        tx.timeMillis());
    if (state == State.DELETED) {
      db.update(
          "UPDATE media SET content_type = NULL, file_name = NULL WHERE media_id = ?", mediaId);
    }
    tx.changed(new Change.OfMedia(mediaId));
  }

  /** Asks a shard, or decides if all have been asked or nothing is open. */
  private static void ask(int shard, List<Surveyed> media, Tx tx) {
    if (media.isEmpty()) {
      return;
    }
    if (shard < tx.shards() && !media.stream().allMatch(Surveyed::isReferenced)) {
      tx.send(shard, new FindReferences(shard, media));
    } else {
      tx.send(new ReferencesFound(media));
    }
  }

  Outcome find(FindReferences find, Tx tx) {
    List<Surveyed> answered =
        find.media().stream()
            .map(one ->
                new Surveyed(
                    one.mediaId(),
                    one.createdMillis(),
                    one.except(),
                    one.survey(),
                    one.isReferenced()
                        || references.isReferenced(
                            one.mediaId(), one.createdMillis(), one.except())))
            .toList();
    ask(find.shard() + 1, answered, tx);
    return Outcome.accepted();
  }

  /** Decides, unless the media was deleted meanwhile or a later search goes on. */
  Outcome found(ReferencesFound found, Tx tx) {
    for (Surveyed one : found.media()) {
      boolean isOpen =
          db.exists(
              "SELECT 1 FROM media_deletion WHERE media_id = ? AND survey = ? AND state = ?",
              one.mediaId(),
              one.survey(),
              State.UNDECIDED);
      if (isOpen) {
        set(one.mediaId(), one.isReferenced() ? State.KEPT : State.DELETED, one.survey(), tx);
      }
    }
    return Outcome.accepted();
  }

  /**
   * An account was erased: from now on none of its uploads is served, until it is found that others
   * refer to it. The uploads are dealt with in parts, so that no entry is large.
   */
  public void uploaderErased(UserId user, Tx tx) {
    db.update("INSERT OR IGNORE INTO media_erasure VALUES (?)", user);
    eraseNext(user.value(), "", tx);
  }

  @Override
  public Outcome fired(Timer timer, Tx tx) {
    eraseNext(timer.owner(), timer.payload().path(AFTER).stringValue(""), tx);
    return Outcome.accepted();
  }

  private void eraseNext(String user, String after, Tx tx) {
    List<String> next =
        db.list(
            "SELECT media_id FROM media WHERE uploader = ? AND media_id > ?"
                + " ORDER BY media_id LIMIT ?",
            row -> row.getString(1),
            user,
            after,
            ERASED_AT_ONCE);
    survey(next, upload -> true, tx);
    if (next.size() == ERASED_AT_ONCE) {
      timers.set(
          tx,
          new Timer(
              TimerSubject.MEDIA_ERASURE,
              user,
              tx.timeMillis(),
              user,
              Json.object().put(AFTER, next.getLast())));
    }
  }

  /** Whether an uploader's account was erased. */
  static boolean isErased(Db db, String uploader) {
    return db.exists("SELECT 1 FROM media_erasure WHERE user = ?", uploader);
  }

  /**
   * A media id that was deleted.
   *
   * @param position of the entry that deleted it
   * @param timeMillis when that entry was accepted, milliseconds since 1970
   */
  public record Deleted(String sha256, long position, long timeMillis) {}

  /** What was deleted at a position or later, the earliest first; ids without content are not. */
  public static List<Deleted> deletedFrom(Db db, long position, int max) {
    return db.list(
        "SELECT m.sha256, d.position, d.time FROM media_deletion d JOIN media m USING (media_id)"
            + " WHERE d.state = 'DELETED' AND d.position >= ? AND m.sha256 IS NOT NULL"
            + " ORDER BY d.position LIMIT ?",
        row -> new Deleted(row.getString(1), row.getLong(2), row.getLong(3)),
        position,
        max);
  }

  /** Whether deleted media had these bytes, and no other media of any shard has them. */
  public static boolean isContentDeleted(Readers readers, String sha256) {
    return readers.read(reader -> {
      boolean wasDeleted = false;
      for (int shard = 0; shard < reader.shards(); shard++) {
        Set<Boolean> deleted = Set.copyOf(deletions(reader.shard(shard), sha256));
        if (deleted.contains(false)) {
          return false;
        }
        wasDeleted |= deleted.contains(true);
      }
      return wasDeleted;
    });
  }

  /** For each media id of a shard with these bytes whether it is deleted; two at most. */
  private static List<Boolean> deletions(Db db, String sha256) {
    return db.list(
        "SELECT DISTINCT COALESCE(d.state, '') = 'DELETED' FROM media m"
            + " LEFT JOIN media_deletion d USING (media_id) WHERE m.sha256 = ?",
        row -> row.getLong(1) == 1,
        sha256);
  }
}
