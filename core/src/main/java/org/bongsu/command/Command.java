package org.bongsu.command;

import java.util.Optional;

/**
 * A command, as it is written to the log. It contains every value that was decided by a clock or at
 * random: applying it reads nothing but the shard's store.
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
   * Whether the command is a revocation: it ends something that somebody could see or do, and that
   * a site which has not applied it yet continues to show or to allow. A revocation is acknowledged
   * only after every other site has applied it or lost its lease, so the answer is yes when in
   * doubt. The answer depends on the command alone and is not written to the log.
   *
   * <p>Since level 5 each accepted revocation is also recorded in the store ({@code
   * shard.RevocationRecords}), to be applied again if the state from before it is restored. An
   * answer is therefore part of what applying the command does: to change it needs a new level.
   * {@code RevocationTest} lists all commands with their answers.
   */
  boolean revokes();

  /**
   * Commands with equal keys on one shard are one command: the second gets the outcome of the
   * first. Only accepted outcomes are remembered, for at least three days.
   */
  default Optional<String> idempotencyKey() {
    return Optional.empty();
  }
}
