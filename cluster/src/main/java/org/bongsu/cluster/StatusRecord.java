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
 * What a site says of itself in the log of sites. Names and forms are read by other versions.
 *
 * @param site its name
 * @param run distinguishes one run of its process from the next
 * @param sequence counts the records of a run, from 1
 * @param url where clients reach it
 * @param level the newest command forms that it can apply
 * @param serves whether it may answer requests from now on, if its lease and its gate let it
 * @param leaving whether this is its last word
 * @param asks whether it wants to hear from the others at once
 * @param holds whether it was in charge when it wrote this
 * @param claims the offset of the newest record of whoever was in charge, which this one replaces;
 *     {@link #NOTHING} where it claims nothing
 * @param positions what it has applied of each shard
 * @param marks of each shard, digests to compare
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

  /** A claim where nobody is in charge. */
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

  /** Empty for what is no status of so many shards: a newer program's, or nobody's. */
  public static Optional<StatusRecord> decode(byte[] record, int shards) {
    ObjectNode node;
    try {
      node = Json.parse(record) instanceof ObjectNode object ? object : Json.object();
    } catch (MalformedJson e) {
      return Optional.empty();
    }
    long[] positions = node.path("positions").valueStream().mapToLong(JsonNode::asLong).toArray();
    String site = node.path("site").asString("");
    if (positions.length != shards || !isName(site)) {
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
            positions,
            marks));
  }
}
