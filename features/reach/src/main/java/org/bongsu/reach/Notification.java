package org.bongsu.reach;

import java.util.Optional;
import org.bongsu.effects.EffectTask;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A push of one event to one pusher, as a task. Everything else is looked up when it is sent, so
 * that a push reflects the state at that time.
 *
 * @param ordering of the event on its shard
 */
record Notification(int shard, long ordering, UserId user, String appId, String pushKey)
    implements EffectTask {

  @Override
  public ObjectNode toJson() {
    return Json.object()
        .put("event", ordering)
        .put("user", user.value())
        .put("app_id", appId)
        .put("pushkey", pushKey);
  }

  static Optional<Notification> of(int shard, JsonNode json) {
    return UserId.parse(json.path("user").stringValue(""))
        .map(user ->
            new Notification(
                shard,
                json.path("event").longValue(-1),
                user,
                json.path("app_id").stringValue(""),
                json.path("pushkey").stringValue("")));
  }

  /** Pushes of one pusher are sent one after the other. */
  @Override
  public String recipient() {
    return String.join("\n", user.value(), appId, pushKey);
  }

  @Override
  public String idempotencyKey() {
    return shard + "/" + ordering + "\n" + recipient();
  }
}
