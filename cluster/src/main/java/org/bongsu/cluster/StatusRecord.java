package org.bongsu.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bongsu.json.Json;
import org.bongsu.json.MalformedJson;
import org.bongsu.shard.DigestMark;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A site's report on itself in the status log. Other versions read it, so its JSON is a format.
 *
 * @param site its name
 * @param run unique for each run of its process
 * @param sequence counts the records of a run, from 1
 * @param url where clients reach it
 * @param level the newest command level that it can apply
 * @param serves whether it may answer requests from now on, given its lease and its read barrier
 * @param leaving whether this is the run's last record
 * @param asks whether the other sites should answer as soon as they have applied {@code positions}
 * @param holds whether it led when it wrote this
 * @param claims a claim to leadership: the offset of the previous leader's newest record, {@link
 *     #NOBODY} if there is none; {@link #NOTHING} for no claim
 * @param positions the next position to apply, of each shard
 * @param marks for each shard, digests to compare
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record StatusRecord(
    String site,
    String run,
    long sequence,
    String url,
    int level,
    boolean serves,
    boolean leaving,
    boolean asks,
    boolean holds,
    long claims,
    long[] positions,
    List<List<DigestMark>> marks) {

  /** No claim. */
  public static final long NOTHING = -2;

  /** A claim while there is no leader. */
  public static final long NOBODY = -1;

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

  /** Whether a site may have this name. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** The run of the site that wrote it. */
  String writer() {
    return site + "/" + run;
  }

  public byte[] encode() {
    ObjectNode node = Json.object();
    node.put("site", site).put("run", run).put("sequence", sequence).put("url", url);
    node.put("level", level).put("serves", serves).put("leaving", leaving).put("asks", asks);
    node.put("holds", holds).put("claims", claims);
    ArrayNode at = node.putArray("positions");
    Arrays.stream(positions).forEach(at::add);
    ArrayNode all = node.putArray("marks");
    for (List<DigestMark> ofShard : marks) {
      ArrayNode some = all.addArray();
      ofShard.forEach(mark -> some.addArray().add(mark.position()).add(mark.digest()));
    }
    return Json.bytes(node);
  }

  /** Empty if the bytes are not a status record with this number of shards. */
  public static Optional<StatusRecord> decode(byte[] record, int shards) {
    ObjectNode node;
    try {
      node = Json.parse(record) instanceof ObjectNode object ? object : Json.object();
    } catch (MalformedJson e) {
      return Optional.empty();
    }
    JsonNode positions = node.path("positions");
    String site = node.path("site").asString("");
    boolean whole =
        positions.size() == shards
            && positions.valueStream().allMatch(p -> p.isIntegralNumber() && p.canConvertToLong());
    if (!whole || !isName(site)) {
      return Optional.empty();
    }
    List<List<DigestMark>> marks = new ArrayList<>();
    for (JsonNode ofShard : node.path("marks")) {
      marks.add(
          ofShard
              .valueStream()
              .map(mark -> new DigestMark(mark.path(0).asLong(0), mark.path(1).asString("")))
              .toList());
    }
    return Optional.of(
        new StatusRecord(
            site,
            node.path("run").asString(""),
            node.path("sequence").asLong(0),
            node.path("url").asString(""),
            node.path("level").asInt(0),
            node.path("serves").asBoolean(false),
            node.path("leaving").asBoolean(false),
            node.path("asks").asBoolean(false),
            node.path("holds").asBoolean(false),
            node.path("claims").asLong(NOTHING),
            positions.valueStream().mapToLong(JsonNode::longValue).toArray(),
            marks));
  }
}
