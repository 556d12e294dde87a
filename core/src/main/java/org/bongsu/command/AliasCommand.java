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
   * Frees an alias. Whether the user may do so is checked before, against the room's power levels.
   *
   * @param room the room to which it must point; null for any
   */
  record DeleteAlias(RoomAlias alias, UserId user, @Nullable RoomId room) implements AliasCommand {
    @Override
    public boolean revokes() {
      return true;
    }
  }

  /** Moves an alias from a room to the room that replaced it. */
  record MoveAlias(RoomAlias alias, RoomId from, RoomId to) implements AliasCommand {
    /** The old room is no longer found by the alias. */
    @Override
    public boolean revokes() {
      return true;
    }
  }
}
