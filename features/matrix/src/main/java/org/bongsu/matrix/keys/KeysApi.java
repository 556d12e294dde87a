package org.bongsu.matrix.keys;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.bongsu.command.KeyCommand;
import org.bongsu.command.KeyCommand.KeyClaim;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Routes;
import org.bongsu.http.Session;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.keys.Keys;
import org.bongsu.matrix.MatrixLimit;
import org.bongsu.matrix.SyncToken;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.bongsu.store.Readers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Device keys: upload, query, claim. */
public final class KeysApi {
  private static final Pattern KEY_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}:[^:]{1,190}");

  /** Algorithms for which a device has a fallback key. */
  private static final int FALLBACK_KEYS_MAX = 20;

  private static final int USERS_QUERIED_MAX = 1000;

  private final Homeserver homeserver;

  public KeysApi(Homeserver homeserver) {
    this.homeserver = homeserver;
  }

  public void addTo(Routes routes) {
    routes.add("POST", "/_matrix/client/v3/keys/upload", this::upload);
    routes.add("POST", "/_matrix/client/v3/keys/query", this::query);
    routes.add("POST", "/_matrix/client/v3/keys/claim", this::claim);
    routes.add("GET", "/_matrix/client/v3/keys/changes", this::changes);
  }

  /** POST /_matrix/client/v3/keys/upload: adds keys of the calling device. */
  private Response upload(Request request) {
    ObjectNode body = request.json();
    Session session = request.session();
    ObjectNode deviceKeys = null;
    if (body.path("device_keys") instanceof ObjectNode keys) {
      requireOwn(keys, session);
      deviceKeys = keys;
    }
    ObjectNode oneTimeKeys = namedKeys(body, "one_time_keys");
    ObjectNode fallbackKeys = namedKeys(body, "fallback_keys");
    requireFewAlgorithms(fallbackKeys, session);
    return Response.json(
        homeserver.applyEverywhere(
            new KeyCommand.UploadKeys(
                session.user(), session.device(), deviceKeys, oneTimeKeys, fallbackKeys)));
  }

  private static void requireOwn(ObjectNode keys, Session session) {
    if (!Body.string(keys, "user_id").equals(session.user().value())
        || !Body.string(keys, "device_id").equals(session.device().value())) {
      throw MatrixError.invalidParam("These keys belong to another user or device");
    }
    for (String member : List.of("algorithms", "keys", "signatures")) {
      if (!keys.has(member)) {
        throw MatrixError.missingParam("device_keys." + member);
      }
    }
    if (!Body.array(keys, "algorithms").stream().allMatch(JsonNode::isString)) {
      throw MatrixError.badJson("device_keys.algorithms is not a list of strings");
    }
    KeyObject.requireSound(keys, "device_keys");
  }

  private void requireFewAlgorithms(ObjectNode fallbackKeys, Session session) {
    if (fallbackKeys.isEmpty()) {
      return;
    }
    Set<String> algorithms = new HashSet<>();
    fallbackKeys
        .propertyNames()
        .forEach(name -> algorithms.add(name.substring(0, name.indexOf(':'))));
    algorithms.addAll(
        homeserver.read(
            session.user().value(),
            db -> new Keys(db).fallbackAlgorithms(session.user(), session.device())));
    if (algorithms.size() > FALLBACK_KEYS_MAX) {
      throw new MatrixError(
          403,
          "M_RESOURCE_LIMIT_EXCEEDED",
          "A device has fallback keys of at most " + FALLBACK_KEYS_MAX + " algorithms");
    }
  }

  private static ObjectNode namedKeys(ObjectNode body, String member) {
    ObjectNode keys = Body.object(body, member);
    for (Map.Entry<String, JsonNode> key : keys.properties()) {
      if (!KEY_NAME.matcher(key.getKey()).matches()) {
        throw MatrixError.invalidParam("A key is named algorithm:id, not " + key.getKey());
      }
      if (!key.getValue().isString() && !key.getValue().isObject()) {
        throw MatrixError.badJson("A key is a string or an object");
      }
      KeyObject.requireSmall(key.getValue(), "A key");
    }
    return keys;
  }

  /** POST /_matrix/client/v3/keys/query: the identity keys of users' devices. */
  private Response query(Request request) {
    ObjectNode wanted = Body.object(request.json(), "device_keys");
    if (wanted.size() > USERS_QUERIED_MAX) {
      throw MatrixError.invalidParam("At most " + USERS_QUERIED_MAX + " users at once");
    }
    ObjectNode answer = Json.object();
    for (String member : List.of("device_keys", "failures", "master_keys", "self_signing_keys")) {
      answer.putObject(member);
    }
    for (Map.Entry<String, JsonNode> entry : wanted.properties()) {
      if (!entry.getValue().isArray()) {
        throw MatrixError.badJson("device_keys gives a list of devices for each user");
      }
      UserId user = Body.userId(entry.getKey());
      if (homeserver.isOurs(user)) {
        addKeys(answer, request.session().user(), user, (ArrayNode) entry.getValue());
      }
    }
    return Response.json(answer);
  }

  private void addKeys(ObjectNode answer, UserId me, UserId user, ArrayNode wanted) {
    List<String> names = wanted.valueStream().map(name -> name.asString("")).toList();
    ObjectNode devices = answer.withObjectProperty("device_keys").putObject(user.value());
    List<Keys.Signature> mine =
        me.equals(user)
            ? List.of()
            : homeserver.read(me.value(), db -> new Keys(db).signatures(me, user));
    homeserver.read(
        user.value(),
        db -> {
          Keys keys = new Keys(db);
          Signatures signatures =
              new Signatures().add(user, keys.signatures(user, user)).add(me, mine);
          for (Keys.DeviceKeys device : keys.devices(user)) {
            String name = device.device().value();
            if (names.isEmpty() || names.contains(name)) {
              ObjectNode shown = signatures.addTo(name, device.keys());
              device
                  .displayName()
                  .ifPresent(
                      display -> shown.putObject("unsigned").put("device_display_name", display));
              devices.set(name, shown);
            }
          }
          for (String usage : List.of("master", "self_signing", "user_signing")) {
            if (!usage.equals("user_signing") || me.equals(user)) {
              keys.crossSigning(user, usage)
                  .ifPresent(key ->
                      answer
                          .withObjectProperty(usage + "_keys")
                          .set(user.value(), signatures.addTo(publicKey(key), key)));
            }
          }
          return answer;
        });
  }

  /** The public part of a cross-signing key, which serves as its name. */
  static String publicKey(ObjectNode crossSigningKey) {
    return crossSigningKey
        .path("keys")
        .propertyStream()
        .map(Map.Entry::getKey)
        .map(name -> name.substring(name.indexOf(':') + 1))
        .findFirst()
        .orElse("");
  }

  /**
   * POST /_matrix/client/v3/keys/claim: takes one-time keys of devices, each at most once. An
   * account that has claimed too many keys of a device gets the device's fallback key, so that it
   * cannot use up the one-time keys.
   */
  private Response claim(Request request) {
    ObjectNode wanted = Body.object(request.json(), "one_time_keys");
    UserId claimer = request.session().user();
    List<KeyCommand.ClaimKeys> commands = new ArrayList<>();
    ObjectNode keys = Json.object();
    for (Map.Entry<String, JsonNode> user : wanted.properties()) {
      UserId id = Body.userId(user.getKey());
      List<KeyClaim> claims = new ArrayList<>();
      for (Map.Entry<String, JsonNode> device : user.getValue().properties()) {
        if (!device.getValue().isString()) {
          throw MatrixError.badJson("one_time_keys names an algorithm for each device");
        }
        KeyClaim claim = new KeyClaim(device.getKey(), device.getValue().stringValue());
        if (mayClaim(claimer, id, claim)) {
          claims.add(claim);
        } else {
          addFallback(keys, id, claim);
        }
      }
      if (homeserver.isOurs(id) && !claims.isEmpty()) {
        commands.add(new KeyCommand.ClaimKeys(id, claims));
      }
    }
    List<ObjectNode> results = homeserver.applyAll(commands);
    for (int i = 0; i < results.size(); i++) {
      if (!results.get(i).isEmpty()) {
        keys.withObjectProperty(commands.get(i).user().value()).setAll(results.get(i));
      }
    }
    ObjectNode answer = Json.object();
    answer.putObject("failures");
    answer.set("one_time_keys", keys);
    return Response.json(answer);
  }

  private boolean mayClaim(UserId claimer, UserId user, KeyClaim claim) {
    String pair = claimer + " " + user + " " + claim.device();
    return homeserver.limits().tryTake(MatrixLimit.KEY_CLAIMS, pair);
  }

  private void addFallback(ObjectNode keys, UserId user, KeyClaim claim) {
    if (homeserver.isOurs(user)) {
      homeserver
          .read(user.value(), db -> new Keys(db).fallback(user, claim.device(), claim.algorithm()))
          .ifPresent(key ->
              keys.withObjectProperty(user.value())
                  .withObjectProperty(claim.device())
                  .set(key.name(), key.key()));
    }
  }

  /** GET /_matrix/client/v3/keys/changes: the users whose devices changed between two syncs. */
  private Response changes(Request request) {
    SyncToken from = token(request, "from");
    SyncToken to = token(request, "to");
    UserId me = request.session().user();
    int home = homeserver.shards().shardOf(me.value());
    return Response.json(
        homeserver.shards().readers().read(reader -> changes(reader, home, me, from, to)));
  }

  private static ObjectNode changes(
      Readers.Reader reader, int home, UserId me, SyncToken from, SyncToken to) {
    DeviceListChanges changes = new DeviceListChanges(reader, me);
    for (int shard = 0; shard < reader.shards(); shard++) {
      if (from.ordering(shard) < to.ordering(shard)) {
        changes.read(reader.shard(shard), from.ordering(shard), to.ordering(shard));
        if (shard == home) {
          changes.readOwn(reader.shard(shard), from.ordering(shard), to.ordering(shard));
        }
      }
    }
    return changes.toJson();
  }

  private SyncToken token(Request request, String name) {
    String text = request.query(name).orElseThrow(() -> MatrixError.missingParam(name));
    return SyncToken.parse(homeserver.epoch().read(text), homeserver.shards().map().count())
        .orElseThrow(() -> MatrixError.invalidParam(name + " is not a sync token"));
  }
}
