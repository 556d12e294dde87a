package org.bongsu.command;

import org.bongsu.id.DeviceId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Commands about what a user's clients keep on the server and change piece by piece, on the user's
 * shard: tags, push rules, filters, pushers. Account data as a whole is {@link
 * UserCommand.SetAccountData}.
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
   * @param kind as it stands in paths
   * @param before the rule which it is to stand before; for PUT
   * @param after the rule which it is to stand after; for PUT
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

  /** Keeps a filter; accepted with {@code {"filter_id":…}}, the same for an equal filter. */
  record StoreFilter(UserId user, ObjectNode filter) implements AccountDataCommand {
    @Override
    public boolean revokes() {
      return false;
    }
  }

  /**
   * Sets or, with null, removes the pusher with this app id and push key.
   *
   * @param device whose end is the pusher's end, too
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
    /** The pusher before may have been sent more, or have been another user's. */
    @Override
    public boolean revokes() {
      return true;
    }
  }

  /** Told to every shard: the app on this device is {@code user}'s now and nobody else's. */
  record DropPushersOfOthers(UserId user, String appId, String pushKey)
      implements AccountDataCommand {
    @Override
    public boolean revokes() {
      return true;
    }
  }
}
