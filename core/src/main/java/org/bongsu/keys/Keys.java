package org.bongsu.keys;

import java.util.List;
import java.util.Optional;
import org.bongsu.id.DeviceId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.store.Db;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the keys of one shard's users. */
public final class Keys {
  private static final String MOST_USED = "signed_curve25519";

  /** The identity keys of a device as uploaded, and the device's display name. */
  public record DeviceKeys(DeviceId device, ObjectNode keys, Optional<String> displayName) {}

  /** A signature that a user has made. */
  public record Signature(UserId target, String key, String signingKey, String signature) {}

  private final Db db;

  public Keys(Db db) {
    this.db = db;
  }

  /**
   * The number of unclaimed one-time keys per algorithm; {@code signed_curve25519} is always
   * present.
   */
  public ObjectNode counts(UserId user, DeviceId device) {
    ObjectNode counts = Json.object().put(MOST_USED, 0);
    db.list(
            "SELECT algorithm, COUNT(*) FROM one_time_key WHERE user = ? AND device = ?"
                + " GROUP BY algorithm ORDER BY algorithm",
            row -> java.util.Map.entry(row.getString(1), row.getLong(2)),
            user,
            device)
        .forEach(count -> counts.put(count.getKey(), count.getValue()));
    return counts;
  }

  /** The algorithms for which the device has an unused fallback key. */
  public List<String> unusedFallbackAlgorithms(UserId user, DeviceId device) {
    return db.list(
        "SELECT algorithm FROM fallback_key WHERE user = ? AND device = ? AND used = 0"
            + " ORDER BY algorithm",
        row -> row.getString(1),
        user,
        device);
  }

  /** The algorithms for which the device has a fallback key, used or not. */
  public List<String> fallbackAlgorithms(UserId user, DeviceId device) {
    return db.list(
        "SELECT algorithm FROM fallback_key WHERE user = ? AND device = ?",
        row -> row.getString(1),
        user,
        device);
  }

  /** A key that can be claimed, with its name {@code algorithm:id}. */
  public record NamedKey(String name, JsonNode key) {}

  /** A device's fallback key, which stays unmarked: only one that is claimed counts as used. */
  public Optional<NamedKey> fallback(UserId user, String device, String algorithm) {
    return db.one(
        "SELECT key_id, key FROM fallback_key WHERE user = ? AND device = ? AND algorithm = ?",
        row -> new NamedKey(algorithm + ":" + row.getString(1), Json.parse(row.getString(2))),
        user,
        device,
        algorithm);
  }

  public List<DeviceKeys> devices(UserId user) {
    return db.list(
        "SELECT k.device, k.keys, d.display_name FROM device_keys k"
            + " LEFT JOIN device d ON d.user = k.user AND d.device = k.device"
            + " WHERE k.user = ? ORDER BY k.device",
        row ->
            new DeviceKeys(
                new DeviceId(row.getString(1)),
                Json.object(row.getString(2)),
                Optional.ofNullable(row.getString(3))),
        user);
  }

  /**
   * A cross-signing key.
   *
   * @param usage {@code master}, {@code self_signing} or {@code user_signing}
   */
  public Optional<ObjectNode> crossSigning(UserId user, String usage) {
    return db.text("SELECT key FROM cross_signing_key WHERE user = ? AND usage = ?", user, usage)
        .map(Json::object);
  }

  /** The signatures that a user has made over a target's devices and keys. */
  public List<Signature> signatures(UserId signer, UserId target) {
    return db.list(
        "SELECT target, key, signing_key, signature FROM key_signature"
            + " WHERE user = ? AND target = ? ORDER BY key, signing_key",
        row ->
            new Signature(
                new UserId(row.getString(1)), row.getString(2), row.getString(3), row.getString(4)),
        signer,
        target);
  }
}
