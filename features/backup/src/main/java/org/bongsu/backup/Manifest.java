package org.bongsu.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Arrays;
import org.bongsu.json.Json;
import org.bongsu.json.MalformedJson;
import org.bongsu.restic.RepositoryDamaged;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The file {@code deployment.json} of a backup: what it is of, and how far it goes.
 *
 * @param epoch of the deployment, which a restore changes; empty if it was never restored
 * @param time of the last round
 * @param cut where the log in this backup ends
 * @param checkpointBegan when the copies of the shards were begun
 * @param checkpoint the states of those copies
 * @param ledger for each shard, the position before which all revocations were in the ledger: an
 *     older ledger is not complete
 * @param mediaWaiting photos and files that were not backed up yet
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Manifest(
    String serverName,
    String epoch,
    Instant time,
    Cut cut,
    Instant checkpointBegan,
    Cut checkpoint,
    long[] ledger,
    int mediaWaiting) {
  static final String FILE = "deployment.json";
  private static final int FORMAT = 1;

  byte[] bytes() {
    ObjectNode json =
        Json.object()
            .put("format", FORMAT)
            .put("server_name", serverName)
            .put("epoch", epoch)
            .put("shards", cut.shards().size())
            .put("time", time.toString())
            .put("checkpoint_began", checkpointBegan.toString())
            .put("media_waiting", mediaWaiting);
    json.set("cut", cut.toJson());
    json.set("checkpoint", checkpoint.toJson());
    ArrayNode positions = json.putArray("ledger");
    Arrays.stream(ledger).forEach(positions::add);
    return Json.bytes(json);
  }

  /**
   * Reads one.
   *
   * @throws RepositoryDamaged if it is not understood
   */
  static Manifest parse(byte[] bytes) {
    try {
      ObjectNode json = Json.object(new String(bytes, UTF_8));
      int format = json.path("format").asInt(0);
      if (format < 1 || format > FORMAT) {
        throw new RepositoryDamaged(
            "the backup has format " + format + ", which this Bongsu does not know");
      }
      return new Manifest(
          json.path("server_name").asString(""),
          json.path("epoch").asString(""),
          Instant.parse(json.path("time").asString("")),
          Cut.of(json.path("cut")),
          Instant.parse(json.path("checkpoint_began").asString("")),
          Cut.of(json.path("checkpoint")),
          json.path("ledger").valueStream().mapToLong(JsonNode::asLong).toArray(),
          json.path("media_waiting").asInt(0));
    } catch (MalformedJson | java.time.DateTimeException e) {
      throw new RepositoryDamaged(FILE + " is not understood: " + e.getMessage());
    }
  }
}
