package org.bongsu.alias;

import java.util.List;
import java.util.Optional;
import org.bongsu.apply.Tx;
import org.bongsu.command.AliasCommand;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.id.RoomAlias;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.store.Db;

/** Room aliases: applies commands about them, and looks them up. */
public final class AliasApply {
  /** An alias, and who made it. */
  public record Alias(RoomAlias alias, RoomId room, UserId creator, long createdMillis) {}

  private final Db db;

  public AliasApply(Db db) {
    this.db = db;
  }

  public Outcome apply(AliasCommand command, Tx tx) {
    return switch (command) {
      case AliasCommand.CreateAlias create -> create(create, tx);
      case AliasCommand.DeleteAlias delete -> delete(delete);
      case AliasCommand.MoveAlias move -> move(move);
    };
  }

  private Outcome create(AliasCommand.CreateAlias create, Tx tx) {
    int added =
        db.update(
            "INSERT OR IGNORE INTO alias VALUES (?, ?, ?, ?)",
            create.alias(),
            create.room(),
            create.creator(),
            tx.timeMillis());
    return added == 1
        ? Outcome.accepted()
        : Outcome.refused(Refusal.ROOM_IN_USE, "This alias is taken.");
  }

  private Outcome delete(AliasCommand.DeleteAlias delete) {
    int removed =
        db.update(
            "DELETE FROM alias WHERE alias = ? AND room = COALESCE(?, room)",
            delete.alias(),
            delete.room());
    return changed(removed);
  }

  private Outcome move(AliasCommand.MoveAlias move) {
    int moved =
        db.update(
            "UPDATE alias SET room = ? WHERE alias = ? AND room = ?",
            move.to(),
            move.alias(),
            move.from());
    return changed(moved);
  }

  private static Outcome changed(int aliases) {
    return aliases == 1
        ? Outcome.accepted()
        : Outcome.refused(Refusal.NOT_FOUND, "There is no such alias.");
  }

  public static Optional<Alias> find(Db db, RoomAlias alias) {
    return db.one(
        "SELECT alias, room, creator, created FROM alias WHERE alias = ?",
        row ->
            new Alias(
                new RoomAlias(row.getString(1)),
                new RoomId(row.getString(2)),
                new UserId(row.getString(3)),
                row.getLong(4)),
        alias);
  }

  /** The aliases of this shard that point to a room; other shards may hold more. */
  public static List<RoomAlias> of(Db db, RoomId room) {
    return db.list(
        "SELECT alias FROM alias WHERE room = ? ORDER BY alias",
        row -> new RoomAlias(row.getString(1)),
        room);
  }
}
