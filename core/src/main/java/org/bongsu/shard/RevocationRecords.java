package org.bongsu.shard;

import java.util.List;
import java.util.OptionalLong;
import org.bongsu.apply.Tx;
import org.bongsu.command.AccountDataCommand;
import org.bongsu.command.AliasCommand;
import org.bongsu.command.Command;
import org.bongsu.command.DelayedEventCommand;
import org.bongsu.command.EntryCodec;
import org.bongsu.command.InvitationCommand;
import org.bongsu.command.KeyCommand;
import org.bongsu.command.MediaCommand;
import org.bongsu.command.RoomCommand;
import org.bongsu.command.ShardCommand;
import org.bongsu.command.TimerCommand;
import org.bongsu.command.UserCommand;
import org.bongsu.store.Db;
import tools.jackson.databind.node.ObjectNode;

/**
 * The revocations that a shard has accepted, since level 5. A reader copies them to where they
 * survive the shard; after a restore of earlier state they are applied again ({@link
 * org.bongsu.command.ShardCommand.Reapply}).
 *
 * <p>Not recorded: deliveries, as the reapplied original sends them again; and delayed events that
 * a timer sends, as the restored timer sends them again.
 */
public final class RevocationRecords {
  private static final int RECORDED_SINCE = 5;

  /** Minimum time for which a record is kept. */
  private static final long KEPT_MILLIS = 3L * 24 * 60 * 60 * 1000;

  /**
   * Old records are dropped at every 64th position, at most 256 records, so that the cost is
   * amortised.
   */
  private static final int DROPPED_EVERY = 64;

  private static final int DROPPED_MAX = 256;

  /**
   * A recorded revocation.
   *
   * @param position of its entry
   * @param timeMillis when it was accepted, milliseconds since 1970
   * @param encoded the command, as {@link EntryCodec#encode(Command)} writes it
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; copying the array would be costly
  public record Recorded(long position, long timeMillis, byte[] encoded) {
    public Command command() {
      return EntryCodec.decode(encoded);
    }
  }

  private final Db db;

  RevocationRecords(Db db) {
    this.db = db;
  }

  /** The level rises with the entry that is being applied: recording begins after it. */
  void raised(int levelBefore, int level, Tx tx) {
    if (levelBefore < RECORDED_SINCE && level >= RECORDED_SINCE) {
      db.update("INSERT INTO revocation_kept VALUES (0, ?)", tx.position() + 1);
    }
  }

  void record(Command command, Tx tx) {
    if (tx.level() >= RECORDED_SINCE) {
      db.update(
          "INSERT INTO revocation VALUES (?, ?, ?)",
          tx.position(),
          tx.timeMillis(),
          EntryCodec.encode(command));
    }
  }

  /**
   * An event was redacted: what is removed from it is removed from the record of the command that
   * sent it, too.
   *
   * @param kept the content that is left
   */
  void redact(long ordering, ObjectNode kept, Tx tx) {
    if (tx.level() < RECORDED_SINCE) {
      return;
    }
    long position = Tx.positionOf(ordering);
    db.one("SELECT command FROM revocation WHERE position = ?", row -> row.getBytes(1), position)
        .map(encoded -> redacted(EntryCodec.decode(encoded), kept))
        .ifPresent(command ->
            db.update(
                "UPDATE revocation SET command = ? WHERE position = ?",
                EntryCodec.encode(command),
                position));
  }

  private static Command redacted(Command command, ObjectNode kept) {
    return switch (command) {
      case RoomCommand.SendEvent send ->
          new RoomCommand.SendEvent(
              send.room(),
              send.sender(),
              send.device(),
              send.transactionId(),
              new RoomCommand.NewEvent(send.event().type(), send.event().stateKey(), kept),
              send.joinAuthorisedVia());
      case RoomCommand.SetMembership set ->
          new RoomCommand.SetMembership(
              set.room(), set.sender(), set.target(), kept, set.from(), set.joinAuthorisedVia());
      case RoomCommand.CreateRoom _,
          RoomCommand.RedactEvent _,
          RoomCommand.ReadUpTo _,
          RoomCommand.PublishRoom _,
          RoomCommand.Report _,
          RoomCommand.ForgetRoom _,
          RoomCommand.ReleaseSealed _,
          AccountDataCommand _,
          AliasCommand _,
          DelayedEventCommand _,
          InvitationCommand _,
          KeyCommand _,
          MediaCommand _,
          ShardCommand _,
          TimerCommand _,
          UserCommand _ ->
          command;
    };
  }

  void dropOld(Tx tx) {
    if (tx.level() < RECORDED_SINCE || tx.position() % DROPPED_EVERY != 0) {
      return;
    }
    long before = tx.timeMillis() - KEPT_MILLIS;
    OptionalLong last =
        db.number(
            "SELECT MAX(position) FROM"
                + " (SELECT position, time FROM revocation ORDER BY position LIMIT ?)"
                + " WHERE time < ?",
            DROPPED_MAX,
            before);
    if (last.isPresent()) {
      db.update(
          "DELETE FROM revocation WHERE position <= ? AND time < ?", last.getAsLong(), before);
      db.update("UPDATE revocation_kept SET since = ?", last.getAsLong() + 1);
    }
  }

  /**
   * Reads what was recorded at a position or later, in order.
   *
   * @param max how many at most
   */
  public static List<Recorded> from(Db db, long position, int max) {
    return db.list(
        "SELECT position, time, command FROM revocation WHERE position >= ?"
            + " ORDER BY position LIMIT ?",
        row -> new Recorded(row.getLong(1), row.getLong(2), row.getBytes(3)),
        position,
        max);
  }

  /**
   * The lowest position from which on every revocation is recorded. A reader that has read up to a
   * lower position has missed some. {@link Long#MAX_VALUE} below level 5.
   */
  public static long firstKept(Db db) {
    return db.number("SELECT since FROM revocation_kept").orElse(Long.MAX_VALUE);
  }
}
