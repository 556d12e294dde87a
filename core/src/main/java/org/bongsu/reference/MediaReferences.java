package org.bongsu.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.bongsu.apply.Tx;
import org.bongsu.command.MediaCommand.MediaUnreferenced;
import org.bongsu.id.UserId;
import org.bongsu.store.Db;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The references of a shard's content to media, since level 4. A reference is an {@code mxc://}
 * address of this server anywhere in a string: in a message's {@code url}, a thumbnail's, an
 * avatar, a sticker pack, an image within HTML. The server cannot see those in encrypted events.
 */
public final class MediaReferences {
  private static final int SINCE_LEVEL = 4;

  /** Specification, content repository, security considerations. */
  private static final int MEDIA_ID_CHARS_MAX = 255;

  /** What a text has that may refer to media; for queries. */
  public static final String ANY = "%mxc://%";

  private static final String SCHEME = "mxc://";

  /** Media ids in one command to another shard: 130 KiB at most. */
  private static final int SENT_MAX = 500;

  /**
   * An event may name a media id that is uploaded within a day. So media stored in the first day
   * after an existing shard began to record may have references that are not recorded.
   */
  private static final long RECORDED_BEFORE_MILLIS = 25L * 60 * 60 * 1000;

  private final Db db;

  public MediaReferences(Db db) {
    this.db = db;
  }

  /** Whether references are recorded yet. */
  public static boolean areRecorded(Tx tx) {
    return tx.level() >= SINCE_LEVEL;
  }

  /**
   * Begins to record with the level of an entry.
   *
   * @param isSmall whether the shard's content is little enough to be read in one entry
   * @param record records what the shard holds already; is called if it is small
   */
  public void begin(Tx tx, int levelBefore, int level, boolean isSmall, Runnable record) {
    if (levelBefore >= SINCE_LEVEL || level < SINCE_LEVEL) {
      return;
    }
    db.update(
        "INSERT INTO references_known VALUES (0, ?,"
            + " EXISTS (SELECT 1 FROM media WHERE sha256 IS NOT NULL))",
        isSmall ? 0 : tx.timeMillis() + RECORDED_BEFORE_MILLIS);
    if (isSmall) {
      record.run();
    }
  }

  /** Whether media had been uploaded to a shard when the level came; empty before it. */
  public static Optional<Boolean> hadMedia(Db db) {
    return db.one("SELECT had_media FROM references_known", row -> row.getLong(1) == 1);
  }

  /**
   * Records the references of new content.
   *
   * @param server the name of this server
   * @param owner the user whose content it is; empty for a room's own state
   * @param source a unique name of the content
   */
  public void add(Tx tx, String server, String owner, String source, JsonNode content) {
    if (areRecorded(tx)) {
      record(server, owner, source, content);
    }
  }

  /** As {@link #add}, for content from before references were recorded. */
  public void record(String server, String owner, String source, JsonNode content) {
    in(server, content, true).forEach(mediaId -> insert(mediaId, owner, source));
  }

  private void insert(String mediaId, String owner, String source) {
    db.update("INSERT OR IGNORE INTO media_reference VALUES (?, ?, ?)", mediaId, owner, source);
  }

  /**
   * Content was replaced; notifies the shards of media that it no longer refers to.
   *
   * @param before reads the former content
   */
  public void replace(
      Tx tx, UserId owner, String source, Supplier<JsonNode> before, JsonNode after) {
    if (areRecorded(tx)) {
      Set<String> kept = in(owner.serverName(), after, true);
      Set<String> gone = in(owner.serverName(), before.get(), true);
      gone.removeAll(kept);
      kept.forEach(mediaId -> insert(mediaId, owner.value(), source));
      remove(tx, gone, owner.value(), source, null);
    }
  }

  /**
   * An event was redacted; notifies the shards of media that it no longer refers to. A redaction
   * says nothing about attachments that were encrypted for other events, which the server does not
   * see: their uploader must ask for their deletion.
   */
  public void redact(
      Tx tx, UserId sender, String owner, String source, JsonNode before, JsonNode kept) {
    if (areRecorded(tx)) {
      Set<String> gone = in(sender.serverName(), before, true);
      gone.removeAll(in(sender.serverName(), kept, true));
      Set<String> plain = in(sender.serverName(), before, false);
      plain.retainAll(gone);
      gone.removeAll(plain);
      remove(tx, plain, owner, source, sender);
      remove(tx, gone, owner, source, null);
    }
  }

  private void remove(
      Tx tx, Set<String> mediaIds, String owner, String source, @Nullable UserId redactedOf) {
    Map<Integer, List<String>> byShard = new TreeMap<>();
    for (String mediaId : mediaIds) {
      db.update(
          "DELETE FROM media_reference WHERE media_id = ? AND owner = ? AND source = ?",
          mediaId,
          owner,
          source);
      byShard.computeIfAbsent(tx.shardOf(mediaId), shard -> new ArrayList<>()).add(mediaId);
    }
    for (List<String> ofShard : byShard.values()) {
      for (int from = 0; from < ofShard.size(); from += SENT_MAX) {
        List<String> part = ofShard.subList(from, Math.min(from + SENT_MAX, ofShard.size()));
        tx.send(new MediaUnreferenced(List.copyOf(part), redactedOf));
      }
    }
  }

  /**
   * Whether content of this shard refers to a media id, or may do so because the media was stored
   * before references were recorded. The latter does not count if a user is excepted, because
   * erasing an account must not depend on its age.
   *
   * @param except the user whose own references do not count; empty for none
   */
  public boolean isReferenced(String mediaId, long createdMillis, String except) {
    if (except.isEmpty()
        && createdMillis < db.number("SELECT since FROM references_known").orElseThrow()) {
      return true;
    }
    return db.exists(
        "SELECT 1 FROM media_reference WHERE media_id = ? AND (owner <> ? OR owner = '')",
        mediaId,
        except);
  }

  /**
   * The media ids of a server that content refers to, sorted.
   *
   * @param encrypted whether attachments count whose key is next to their address
   */
  static Set<String> in(String server, JsonNode content, boolean encrypted) {
    Set<String> found = new TreeSet<>();
    collect(SCHEME + server + "/", content, encrypted, found);
    return found;
  }

  private static void collect(String prefix, JsonNode node, boolean encrypted, Set<String> found) {
    if (node.isString()) {
      collect(prefix, node.stringValue(), found);
    } else if (encrypted || !(node.has("key") && node.has("iv") && node.has("url"))) {
      node.forEach(child -> collect(prefix, child, encrypted, found));
    }
  }

  private static void collect(String prefix, String text, Set<String> found) {
    int at = text.indexOf(prefix);
    while (at >= 0) {
      int begin = at + prefix.length();
      int end = begin;
      while (end < text.length() && isOfMediaId(text.charAt(end))) {
        end++;
      }
      if (end > begin && end - begin <= MEDIA_ID_CHARS_MAX) {
        found.add(text.substring(begin, end));
      }
      at = text.indexOf(prefix, end);
    }
  }

  private static boolean isOfMediaId(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }
}
