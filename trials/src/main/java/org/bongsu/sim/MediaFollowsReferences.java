package org.bongsu.sim;

import java.util.List;
import java.util.Optional;
import org.bongsu.command.MediaCommand;
import org.bongsu.store.Db;
import org.bongsu.upload.MediaDeletions;
import org.bongsu.upload.UploadApply;

/**
 * At the end no media is undecided; what its uploader gave up is kept only if something refers to
 * it, or did so before references were recorded; and what was deleted by request is deleted.
 */
final class MediaFollowsReferences implements Checker {
  private record Kept(String mediaId, String uploader, long createdMillis) {}

  @Override
  public Optional<String> check(History history, Sites sites) {
    for (History.Answered one : history.acknowledged()) {
      if (one.command() instanceof MediaCommand.RedactMedia(String mediaId, var user)
          && UploadApply.find(sites.storeOf(mediaId), mediaId).orElseThrow().state()
              != MediaDeletions.State.DELETED) {
        return Optional.of(user + " deleted " + mediaId + ", which is still there");
      }
    }
    for (Db db : sites.stores()) {
      long undecided =
          db.number("SELECT COUNT(*) FROM media_deletion WHERE state = 'UNDECIDED'").orElse(0);
      if (undecided > 0) {
        return Optional.of(undecided + " media ids are still undecided");
      }
      for (Kept kept : keptIn(db)) {
        if (!isReferenced(kept, isErased(kept, sites), sites)) {
          return Optional.of("nothing refers to " + kept + ", and it is still there");
        }
      }
    }
    return Optional.empty();
  }

  private static List<Kept> keptIn(Db db) {
    return db.list(
        "SELECT media_id, uploader, created FROM media_deletion JOIN media USING (media_id)"
            + " WHERE state = 'KEPT'",
        row -> new Kept(row.getString(1), row.getString(2), row.getLong(3)));
  }

  private static boolean isErased(Kept kept, Sites sites) {
    return sites
            .storeOf(kept.uploader)
            .number("SELECT COUNT(*) FROM media_erasure WHERE user = ?", kept.uploader)
            .orElse(0)
        > 0;
  }

  /** By the contents of events and accounts, not by what the shards have recorded. */
  private static boolean isReferenced(Kept kept, boolean isErased, Sites sites) {
    String address = "%\"mxc://" + Workload.SERVER + "/" + kept.mediaId + "\"%";
    return sites.stores().stream()
        .anyMatch(db ->
            db.number(
                            "SELECT EXISTS (SELECT 1 FROM event WHERE content LIKE ?1)"
                                + " OR EXISTS (SELECT 1 FROM account WHERE profile LIKE ?1)"
                                + " OR EXISTS (SELECT 1 FROM account_data WHERE content LIKE ?1)",
                            address)
                        .orElseThrow()
                    == 1
                || (!isErased
                    && db.number("SELECT since FROM references_known").orElseThrow()
                        > kept.createdMillis));
  }
}
