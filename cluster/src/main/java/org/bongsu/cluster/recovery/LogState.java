package org.bongsu.cluster.recovery;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bongsu.json.Json;
import org.bongsu.shard.DigestMark;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A site's report on its data and its log. Other versions read it, so its JSON is a format.
 *
 * @param site its name
 * @param log the identity of the log that its data came from; empty if it has not had one
 * @param isOpen whether it has finished looking for its log
 * @param lost why that log cannot be continued; empty as long as it can
 * @param shards how far each shard has applied it
 */
public record LogState(
    String site, String log, boolean isOpen, String lost, List<ShardState> shards) {

  /** Hexadecimal digits of the digests in {@link DigestMark}. */
  private static final int MARK_DIGITS = 16;

  /**
   * The data of one shard.
   *
   * @param position of the next entry to apply
   * @param digest of everything before it, in hexadecimal; empty at position 0
   * @param marks digests at earlier positions, as far as they are still known
   */
  public record ShardState(long position, String digest, List<DigestMark> marks) {
    /** Without data. */
    public static final ShardState NONE = new ShardState(0, "", List.of());

    public ShardState {
      marks = List.copyOf(marks);
    }

    /** All digests that are known, in the short form of marks. */
    List<DigestMark> known() {
      List<DigestMark> known = new ArrayList<>(marks);
      if (position > 0) {
        known.add(
            new DigestMark(position, digest.substring(0, Math.min(MARK_DIGITS, digest.length()))));
      }
      return known;
    }
  }

  public LogState {
    shards = List.copyOf(shards);
  }

  /** Whether some shard has applied something. */
  public boolean hasData() {
    return shards.stream().anyMatch(shard -> shard.position > 0);
  }

  /** Whether it applies this log. */
  public boolean follows(String id) {
    return isOpen && lost.isEmpty() && log.equals(id);
  }

  /** The same site as if its disks were empty. */
  LogState withoutData() {
    return new LogState(
        site, log, isOpen, lost, shards.stream().map(shard -> ShardState.NONE).toList());
  }

  /** Differs if the data differs: what was decided from a report holds only for that data. */
  public String fingerprint() {
    StringBuilder all = new StringBuilder(log);
    for (ShardState shard : shards) {
      all.append(' ').append(shard.position).append(' ').append(shard.digest);
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(all.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  ObjectNode toJson() {
    ObjectNode node = Json.object().put("site", site).put("log", log);
    node.put("open", isOpen).put("lost", lost);
    ArrayNode all = node.putArray("shards");
    for (ShardState shard : shards) {
      ObjectNode one = all.addObject().put("position", shard.position).put("digest", shard.digest);
      ArrayNode marks = one.putArray("marks");
      shard.marks.forEach(mark -> marks.addArray().add(mark.position()).add(mark.digest()));
    }
    return node;
  }

  static LogState of(ObjectNode node) {
    List<ShardState> shards = new ArrayList<>();
    for (JsonNode one : node.path("shards")) {
      shards.add(
          new ShardState(
              one.path("position").asLong(0),
              one.path("digest").asString(""),
              one.path("marks")
                  .valueStream()
                  .map(mark -> new DigestMark(mark.path(0).asLong(0), mark.path(1).asString("")))
                  .toList()));
    }
    return new LogState(
        node.path("site").asString(""),
        node.path("log").asString(""),
        node.path("open").asBoolean(false),
        node.path("lost").asString(""),
        shards);
  }
}
