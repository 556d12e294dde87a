package org.bongsu.matrix.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bongsu.command.KeyCommand;
import org.bongsu.command.KeyCommand.KeySignature;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Routes;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.keys.Keys;
import org.bongsu.matrix.account.OwnPassword;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Cross-signing: a user's own signing keys, and signatures of devices and other users. */
public final class CrossSigningApi {
  private static final List<String> USAGES = List.of("master", "self_signing", "user_signing");

  private final Homeserver homeserver;
  private final OwnPassword ownPassword;

  public CrossSigningApi(Homeserver homeserver, OwnPassword ownPassword) {
    this.homeserver = homeserver;
    this.ownPassword = ownPassword;
  }

  public void addTo(Routes routes) {
    routes.add("POST", "/_matrix/client/v3/keys/device_signing/upload", this::uploadKeys);
    routes.add("POST", "/_matrix/client/v3/keys/signatures/upload", this::uploadSignatures);
  }

  /**
   * POST /_matrix/client/v3/keys/device_signing/upload: sets cross-signing keys. Setting the first
   * keys, or the same keys again, requires no further authentication; replacing keys requires the
   * password.
   */
  private Response uploadKeys(Request request) {
    UserId user = request.session().user();
    Map<String, Optional<ObjectNode>> before = new java.util.LinkedHashMap<>();
    homeserver.read(
        user.value(),
        db -> {
          USAGES.forEach(usage -> before.put(usage, new Keys(db).crossSigning(user, usage)));
          return before;
        });
    ObjectNode body = request.json();
    if (before.getOrDefault("master", Optional.empty()).isPresent()
        && (body.has("auth") || replaces(body, before))) {
      body = ownPassword.ask(request);
    }
    ObjectNode master = key(body, user, "master");
    ObjectNode selfSigning = key(body, user, "self_signing");
    ObjectNode userSigning = key(body, user, "user_signing");
    ObjectNode effectiveMaster =
        master != null ? master : before.getOrDefault("master", Optional.empty()).orElse(null);
    requireSigned(effectiveMaster, user, selfSigning);
    requireSigned(effectiveMaster, user, userSigning);
    homeserver.applyEverywhere(
        new KeyCommand.UploadCrossSigningKeys(user, master, selfSigning, userSigning));
    return Response.empty();
  }

  private static boolean replaces(ObjectNode body, Map<String, Optional<ObjectNode>> before) {
    return before.entrySet().stream()
        .anyMatch(known -> {
          JsonNode keys = body.path(known.getKey() + "_key").path("keys");
          return !keys.isMissingNode()
              && known.getValue().filter(k -> k.path("keys").equals(keys)).isEmpty();
        });
  }

  private static @Nullable ObjectNode key(ObjectNode body, UserId user, String usage) {
    if (!(body.path(usage + "_key") instanceof ObjectNode key)) {
      return null;
    }
    boolean used =
        Body.array(key, "usage").stream().anyMatch(value -> usage.equals(value.asString("")));
    if (!used || !Body.string(key, "user_id").equals(user.value())) {
      throw MatrixError.invalidParam(usage + "_key is not a " + usage + " key of yours");
    }
    if (key.path("keys").size() != 1 || Ed25519.keyOf(key).isEmpty()) {
      throw MatrixError.invalidParam(usage + "_key holds no single Ed25519 key");
    }
    KeyObject.requireSound(key, usage + "_key");
    return key;
  }

  private static void requireSigned(
      @Nullable ObjectNode master, UserId user, @Nullable ObjectNode key) {
    if (key == null) {
      return;
    }
    if (master == null) {
      throw MatrixError.missingParam("master_key");
    }
    String name = "ed25519:" + KeysApi.publicKey(master);
    String signature = key.path("signatures").path(user.value()).path(name).asString("");
    if (!Ed25519.isSigned(key, KeysApi.publicKey(master), signature)) {
      throw new MatrixError(400, "M_INVALID_SIGNATURE", "The key is not signed by the master key");
    }
  }

  /**
   * POST /_matrix/client/v3/keys/signatures/upload: adds signatures of the user's own devices and
   * keys and of other users' master keys. Each is verified; invalid ones are listed in the answer.
   */
  private Response uploadSignatures(Request request) {
    UserId me = request.session().user();
    Map<String, String> mySigningKeys = signingKeys(me);
    ObjectNode failures = Json.object();
    List<KeySignature> good = new ArrayList<>();
    for (Map.Entry<String, JsonNode> target : request.json().properties()) {
      UserId user = Body.userId(target.getKey());
      Map<String, ObjectNode> known = homeserver.isOurs(user) ? signable(user, me) : Map.of();
      for (Map.Entry<String, JsonNode> signed : target.getValue().properties()) {
        String name = signed.getKey();
        Optional<MatrixError> wrong = check(me, mySigningKeys, known.get(name), signed.getValue());
        if (wrong.isPresent()) {
          failures.withObjectProperty(user.value()).set(name, wrong.get().body());
        } else {
          good.addAll(signatures(me, user, name, signed.getValue()));
        }
      }
    }
    if (!good.isEmpty()) {
      homeserver.applyEverywhere(new KeyCommand.UploadSignatures(me, good));
    }
    return Response.json(Json.object().set("failures", failures));
  }

  private static List<KeySignature> signatures(
      UserId me, UserId target, String name, JsonNode signed) {
    return signed
        .path("signatures")
        .path(me.value())
        .propertyStream()
        .map(signature ->
            new KeySignature(target, name, signature.getKey(), signature.getValue().asString("")))
        .toList();
  }

  /** The user's Ed25519 keys by name ({@code ed25519:…}): device keys and cross-signing keys. */
  private Map<String, String> signingKeys(UserId me) {
    Map<String, String> keys = new java.util.HashMap<>();
    homeserver.read(
        me.value(),
        db -> {
          Keys stored = new Keys(db);
          stored.devices(me).forEach(device -> addSigningKeys(keys, device.keys()));
          USAGES.forEach(
              usage -> stored.crossSigning(me, usage).ifPresent(key -> addSigningKeys(keys, key)));
          return keys;
        });
    return keys;
  }

  private static void addSigningKeys(Map<String, String> keys, ObjectNode keyObject) {
    for (Map.Entry<String, JsonNode> key : keyObject.path("keys").properties()) {
      if (key.getKey().startsWith("ed25519:")) {
        keys.put(key.getKey(), key.getValue().asString(""));
      }
    }
  }

  /**
   * The keys of a user that the caller may sign: all of the caller's own, and the master key of
   * other users.
   */
  private Map<String, ObjectNode> signable(UserId user, UserId me) {
    Map<String, ObjectNode> known = new java.util.HashMap<>();
    homeserver.read(
        user.value(),
        db -> {
          Keys stored = new Keys(db);
          stored
              .crossSigning(user, "master")
              .ifPresent(key -> known.put(KeysApi.publicKey(key), key));
          if (user.equals(me)) {
            stored.devices(user).forEach(d -> known.put(d.device().value(), d.keys()));
            for (String usage : List.of("self_signing", "user_signing")) {
              stored
                  .crossSigning(user, usage)
                  .ifPresent(key -> known.put(KeysApi.publicKey(key), key));
            }
          }
          return known;
        });
    return known;
  }

  private static Optional<MatrixError> check(
      UserId me, Map<String, String> signingKeys, @Nullable ObjectNode known, JsonNode signed) {
    if (known == null || !(signed instanceof ObjectNode object)) {
      return Optional.of(MatrixError.notFound("There is no such key"));
    }
    if (!Ed25519.signedPart(object).equals(Ed25519.signedPart(known))) {
      return Optional.of(MatrixError.invalidParam("The key is not as it was uploaded"));
    }
    for (Map.Entry<String, JsonNode> signature :
        object.path("signatures").path(me.value()).properties()) {
      String signingKey = signingKeys.getOrDefault(signature.getKey(), "");
      if (!Ed25519.isSigned(object, signingKey, signature.getValue().asString(""))) {
        return Optional.of(
            new MatrixError(
                400, "M_INVALID_SIGNATURE", "Invalid signature: " + signature.getKey()));
      }
    }
    return Optional.empty();
  }
}
