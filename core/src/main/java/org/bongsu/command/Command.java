package org.bongsu.command;

import java.util.Optional;

/**
 * What may stand in the log. A command holds everything that its application needs and the clock or
 * chance has decided: applying it reads nothing but the shard's store.
 *
 * <p>Commands are encoded by the simple name of their record (see {@link EntryCodec}), so names and
 * components are a format: add components only as {@code @Nullable} or with a meaning when absent,
 * and never rename.
 */
public sealed interface Command
    permits AccountDataCommand,
        AliasCommand,
        DelayedEventCommand,
        InvitationCommand,
        KeyCommand,
        MediaCommand,
        RoomCommand,
        ShardCommand,
        TimerCommand,
        UserCommand {

  /** The room, user, alias or media whose shard applies the command. */
  String entity();

  /**
   * Whether the command takes something back: what somebody could see or do until now, and a site
   * that has not applied it yet goes on to show or to allow. Such a command is acknowledged only
   * after every site has applied it, so the answer is yes when in doubt. It follows from the
   * command alone, is not written into the log, and may differ between versions of Bongsu.
   */
  boolean revokes();

  /**
   * Equal keys on one shard are one command: the second is answered with the first one's outcome.
   * Only what was accepted is remembered, for at least three days.
   */
  default Optional<String> idempotencyKey() {
    return Optional.empty();
  }
}
