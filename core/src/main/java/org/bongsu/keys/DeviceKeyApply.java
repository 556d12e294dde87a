package org.bongsu.keys;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bongsu.apply.Change;
import org.bongsu.apply.Tx;
import org.bongsu.command.KeyCommand;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.id.DeviceId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.store.Db;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Applies commands about the keys of devices and users. */
public final class DeviceKeyApply {
  /** Maximum one-time keys of one device; clients keep about 50 to 100. */
  private static final int ONE_TIME_KEYS_MAX = 1000;

  /** How long a claimed key is remembered, in case its upload is repeated. */
  private static final long CLAIMED_KEPT_MILLIS = 30L * 24 * 60 * 60 * 1000;

  private static final int SIGNATURES_MAX = 10_000;

  /**
   * From this level on, a key name without an algorithm is refused. Below it, looking for the
   * algorithm throws and the entry is put aside, and it must still do so in a replay.
   */
  private static final int REFUSES_NAMELESS_SINCE = 2;

  /**
   * From this level on, a fallback key that is uploaded again stays used, and only new signatures
   * count against the limit.
   */
  private static final int CORRECTED_SINCE = 3;

  private record StoredKey(long id, String keyId, String key) {}

  private final Db db;

  public DeviceKeyApply(Db db) {
    this.db = db;
  }

  Outcome upload(KeyCommand.UploadKeys upload, Tx tx) {
    if (!db.exists(
        "SELECT 1 FROM device WHERE user = ? AND device = ?", upload.user(), upload.device())) {
      return Outcome.refused(Refusal.NOT_FOUND, "This device has been signed out.");
    }
    if (tx.level() >= REFUSES_NAMELESS_SINCE
        && !(haveAlgorithms(upload.oneTimeKeys()) && haveAlgorithms(upload.fallbackKeys()))) {
      return Outcome.refused(Refusal.INVALID, "A key is named algorithm:id.");
    }
    db.update(
        "DELETE FROM claimed_key WHERE user = ? AND device = ? AND time < ?",
        upload.user(),
        upload.device(),
        tx.timeMillis() - CLAIMED_KEPT_MILLIS);
    for (Map.Entry<String, JsonNode> key : upload.oneTimeKeys().properties()) {
      Optional<Outcome> refused = addOneTimeKey(upload, key.getKey(), key.getValue());
      if (refused.isPresent()) {
        return refused.get();
      }
    }
    for (Map.Entry<String, JsonNode> key : upload.fallbackKeys().properties()) {
      setFallbackKey(upload, key.getKey(), Json.text(key.getValue()), tx);
    }
    if (upload.deviceKeys() != null) {
      setDeviceKeys(upload.user(), upload.device(), upload.deviceKeys(), tx);
    }
    tx.changed(new Change.OfUser(upload.user().value()));
    ObjectNode result = Json.object();
    result.set("one_time_key_counts", new Keys(db).counts(upload.user(), upload.device()));
    return new Outcome.Accepted(result);
  }

  private static boolean haveAlgorithms(ObjectNode keys) {
    return keys.propertyNames().stream().allMatch(name -> name.indexOf(':') > 0);
  }

  private Optional<Outcome> addOneTimeKey(KeyCommand.UploadKeys upload, String name, JsonNode key) {
    if (wasClaimed(upload, name)) {
      return Optional.empty();
    }
    String text = Json.text(key);
    Optional<String> before =
        db.text(
            "SELECT key FROM one_time_key"
                + " WHERE user = ? AND device = ? AND algorithm = ? AND key_id = ?",
            upload.user(),
            upload.device(),
            algorithm(name),
            keyId(name));
    if (before.isPresent()) {
      return before.get().equals(text)
          ? Optional.empty()
          : Optional.of(
              Outcome.refused(Refusal.INVALID, "There is another one-time key named " + name));
    }
    long count =
        db.number(
                "SELECT COUNT(*) FROM one_time_key WHERE user = ? AND device = ?",
                upload.user(),
                upload.device())
            .orElse(0);
    if (count >= ONE_TIME_KEYS_MAX) {
      return Optional.of(
          Outcome.refused(
              Refusal.LIMIT_REACHED, "A device has at most " + ONE_TIME_KEYS_MAX + " keys."));
    }
    db.update(
        "INSERT INTO one_time_key (user, device, algorithm, key_id, key) VALUES (?, ?, ?, ?, ?)",
        upload.user(),
        upload.device(),
        algorithm(name),
        keyId(name),
        text);
    return Optional.empty();
  }

  private void setFallbackKey(KeyCommand.UploadKeys upload, String name, String key, Tx tx) {
    boolean known =
        tx.level() >= CORRECTED_SINCE
            && db.exists(
                "SELECT 1 FROM fallback_key WHERE user = ? AND device = ? AND algorithm = ?"
                    + " AND key_id = ? AND key = ?",
                upload.user(),
                upload.device(),
                algorithm(name),
                keyId(name),
                key);
    if (!known) {
      db.update(
          "INSERT OR REPLACE INTO fallback_key VALUES (?, ?, ?, ?, ?, 0)",
          upload.user(),
          upload.device(),
          algorithm(name),
          keyId(name),
          key);
    }
  }

  /** A client repeats an upload whose response was lost; that must not restore a claimed key. */
  private boolean wasClaimed(KeyCommand.UploadKeys upload, String name) {
    return db.exists(
        "SELECT 1 FROM claimed_key WHERE user = ? AND device = ? AND algorithm = ? AND key_id = ?",
        upload.user(),
        upload.device(),
        algorithm(name),
        keyId(name));
  }

  private void setDeviceKeys(UserId user, DeviceId device, ObjectNode keys, Tx tx) {
    String text = Json.text(keys);
    Optional<String> before =
        db.text("SELECT keys FROM device_keys WHERE user = ? AND device = ?", user, device);
    if (before.filter(text::equals).isEmpty()) {
      db.update("INSERT OR REPLACE INTO device_keys VALUES (?, ?, ?)", user, device, text);
      tx.broadcast(new KeyCommand.DeviceListChanged(user));
    }
  }

  Outcome claim(KeyCommand.ClaimKeys claim, Tx tx) {
    ObjectNode claimed = Json.object();
    for (KeyCommand.KeyClaim wanted : claim.claims()) {
      takeOneTimeKey(claim.user(), wanted, tx)
          .or(() -> takeFallbackKey(claim.user(), wanted))
          .ifPresent(taken ->
              claimed
                  .withObjectProperty(wanted.device())
                  .set(wanted.algorithm() + ":" + taken.keyId, Json.parse(taken.key)));
    }
    tx.changed(new Change.OfUser(claim.user().value()));
    return new Outcome.Accepted(claimed);
  }

  private Optional<StoredKey> takeOneTimeKey(UserId user, KeyCommand.KeyClaim wanted, Tx tx) {
    Optional<StoredKey> oldest =
        db.one(
            "SELECT id, key_id, key FROM one_time_key"
                + " WHERE user = ? AND device = ? AND algorithm = ? ORDER BY id LIMIT 1",
            row -> new StoredKey(row.getLong(1), row.getString(2), row.getString(3)),
            user,
            wanted.device(),
            wanted.algorithm());
    oldest.ifPresent(key -> {
      db.update("DELETE FROM one_time_key WHERE id = ?", key.id);
      db.update(
          "INSERT OR REPLACE INTO claimed_key VALUES (?, ?, ?, ?, ?)",
          user,
          wanted.device(),
          wanted.algorithm(),
          key.keyId,
          tx.timeMillis());
    });
    return oldest;
  }

  private Optional<StoredKey> takeFallbackKey(UserId user, KeyCommand.KeyClaim wanted) {
    db.update(
        "UPDATE fallback_key SET used = 1 WHERE user = ? AND device = ? AND algorithm = ?",
        user,
        wanted.device(),
        wanted.algorithm());
    return db.one(
        "SELECT key_id, key FROM fallback_key WHERE user = ? AND device = ? AND algorithm = ?",
        row -> new StoredKey(0, row.getString(1), row.getString(2)),
        user,
        wanted.device(),
        wanted.algorithm());
  }

  Outcome uploadCrossSigning(KeyCommand.UploadCrossSigningKeys upload, Tx tx) {
    setCrossSigning(upload.user(), "master", upload.master());
    setCrossSigning(upload.user(), "self_signing", upload.selfSigning());
    setCrossSigning(upload.user(), "user_signing", upload.userSigning());
    tx.changed(new Change.OfUser(upload.user().value()));
    tx.broadcast(new KeyCommand.DeviceListChanged(upload.user()));
    return Outcome.accepted();
  }

  private void setCrossSigning(UserId user, String usage, @Nullable ObjectNode key) {
    if (key != null) {
      db.update(
          "INSERT OR REPLACE INTO cross_signing_key VALUES (?, ?, ?)", user, usage, Json.text(key));
    }
  }

  Outcome uploadSignatures(KeyCommand.UploadSignatures upload, Tx tx) {
    long count =
        db.number("SELECT COUNT(*) FROM key_signature WHERE user = ?", upload.user()).orElse(0);
    if (count + added(upload, tx) > SIGNATURES_MAX) {
      return Outcome.refused(
          Refusal.LIMIT_REACHED, "A user makes at most " + SIGNATURES_MAX + " signatures.");
    }
    long ordering = tx.nextOrdering();
    for (KeyCommand.KeySignature signature : upload.signatures()) {
      db.update(
          "INSERT OR REPLACE INTO key_signature VALUES (?, ?, ?, ?, ?, ?)",
          upload.user(),
          signature.target(),
          signature.key(),
          signature.signingKey(),
          signature.signature(),
          ordering);
    }
    tx.changed(new Change.OfUser(upload.user().value()));
    List<UserId> own =
        upload.signatures().stream()
            .map(KeyCommand.KeySignature::target)
            .filter(upload.user()::equals)
            .toList();
    if (!own.isEmpty()) {
      tx.broadcast(new KeyCommand.DeviceListChanged(upload.user()));
    }
    return Outcome.accepted();
  }

  private long added(KeyCommand.UploadSignatures upload, Tx tx) {
    if (tx.level() < CORRECTED_SINCE) {
      return upload.signatures().size();
    }
    return upload.signatures().stream()
        .filter(signature ->
            !db.exists(
                "SELECT 1 FROM key_signature"
                    + " WHERE user = ? AND target = ? AND key = ? AND signing_key = ?",
                upload.user(),
                signature.target(),
                signature.key(),
                signature.signingKey()))
        .count();
  }

  private static String algorithm(String name) {
    return name.substring(0, name.indexOf(':'));
  }

  private static String keyId(String name) {
    return name.substring(name.indexOf(':') + 1);
  }
}
