package org.bongsu.command;

import org.bongsu.id.RoomAlias;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.jspecify.annotations.Nullable;

/** Commands about room aliases, on the alias's shard. */
public sealed interface AliasCommand extends Command {
  RoomAlias alias();

  @Override
  default String entity() {
    return alias().value();
  }

  /** Points a free alias to a room. */
  record CreateAlias(RoomAlias alias, RoomId room, UserId creator) implements AliasCommand {
    @Override
    public boolean revokes() {
      return false;
    }
  }

  /**
   * Frees an alias. Whether the user may is decided before, from the room's power levels.
   *
   * @param room where it must point to; null for anywhere
   */
  record DeleteAlias(RoomAlias alias, UserId user, @Nullable RoomId room) implements AliasCommand {
    @Override
    public boolean revokes() {
      return true;
    }
  }

  /** Points an alias from one room to the one that took its place. */
  record MoveAlias(RoomAlias alias, RoomId from, RoomId to) implements AliasCommand {
    /** The room that had the alias is no longer found by it. */
    @Override
    public boolean revokes() {
      return true;
    }
  }
}
