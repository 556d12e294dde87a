package org.bongsu.command;

import org.bongsu.id.DeviceId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Commands about tags, push rules, filters and pushers, on the user's shard. Account data that is
 * replaced as a whole is set by {@link UserCommand.SetAccountData}.
 */
public sealed interface AccountDataCommand extends Command {
  UserId user();

  @Override
  default String entity() {
    return user().value();
  }

  /** Sets or, with null, removes one tag of a room. */
  record SetTag(UserId user, RoomId room, String tag, @Nullable ObjectNode content)
      implements AccountDataCommand {
    @Override
    public boolean revokes() {
      return false;
    }
  }

  /** What to do with a push rule. Names are a format. */
  enum RuleChange {
    PUT,
    REMOVE,
    SET_ENABLED,
    SET_ACTIONS
  }

  /**
   * Changes one push rule.
   *
   * @param kind as written in request paths
   * @param before the rule before which to insert it; for PUT
   * @param after the rule after which to insert it; for PUT
   * @param value the rule, true or false, or the actions
   */
  record ChangePushRule(
      UserId user,
      RuleChange change,
      String kind,
      String ruleId,
      @Nullable String before,
      @Nullable String after,
      @Nullable JsonNode value)
      implements AccountDataCommand {
    @Override
    public boolean revokes() {
      return false;
    }
  }

  /** Stores a filter; accepted with {@code {"filter_id":…}}, the same for an equal filter. */
  record StoreFilter(UserId user, ObjectNode filter) implements AccountDataCommand {
    @Override
    public boolean revokes() {
      return false;
    }
  }

  /**
   * Sets or, with null, removes the pusher with this app id and push key.
   *
   * @param device the device with which the pusher is deleted
   * @param append whether other users may have a pusher with the same app id and push key
   */
  record SetPusher(
      UserId user,
      DeviceId device,
      String appId,
      String pushKey,
      @Nullable ObjectNode pusher,
      boolean append)
      implements AccountDataCommand {
    /** The replaced pusher may have received more, or have belonged to another user. */
    @Override
    public boolean revokes() {
      return true;
    }
  }

  /** Sent to every shard: the app on this device now belongs to {@code user} only. */
  record DropPushersOfOthers(UserId user, String appId, String pushKey)
      implements AccountDataCommand {
    @Override
    public boolean revokes() {
      return true;
    }
  }
}
