package org.bongsu.timer;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.bongsu.apply.Change;
import org.bongsu.apply.Tx;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.command.TimerCommand.FireTimer;
import org.bongsu.command.TimerSubject;
import org.bongsu.json.Json;
import org.bongsu.store.Columns;
import org.bongsu.store.Db;
import tools.jackson.databind.node.ObjectNode;

/** The timers of one shard: set and cancelled by subjects, fired by log entries. */
public final class Timers {
  private static final String COLUMNS = "SELECT subject, id, due, owner, payload FROM timer ";

  private final Db db;

  public Timers(Db db) {
    this.db = db;
  }

  /**
   * Sets a timer, or replaces the one with this id. A timer that is already due fires as soon as
   * the leader reads it.
   *
   * @return empty if it is set; a refusal if it is too large or the owner has too many
   */
  public Optional<Outcome.Refused> set(Tx tx, Timer timer) {
    TimerSubject subject = timer.subject();
    String payload = Json.text(timer.payload());
    if (payload.getBytes(StandardCharsets.UTF_8).length > subject.payloadBytesMax()) {
      return refused(
          Refusal.TOO_LARGE, "More than " + subject.payloadBytesMax() + " bytes cannot wait.");
    }
    int moved =
        db.update(
            "UPDATE timer SET due = ?, owner = ?, payload = ? WHERE subject = ? AND id = ?",
            timer.dueMillis(),
            timer.owner(),
            payload,
            subject,
            timer.id());
    if (moved == 0) {
      if (pending(subject, timer.owner()) >= subject.pendingPerOwnerMax()) {
        return refused(
            Refusal.LIMIT_REACHED, "More than " + subject.pendingPerOwnerMax() + " cannot wait.");
      }
      db.update(
          "INSERT INTO timer (subject, id, due, owner, payload) VALUES (?, ?, ?, ?, ?)",
          subject,
          timer.id(),
          timer.dueMillis(),
          timer.owner(),
          payload);
    }
    tx.changed(new Change.OfTimer(timer.dueMillis()));
    return Optional.empty();
  }

  private static Optional<Outcome.Refused> refused(Refusal why, String detail) {
    return Optional.of(new Outcome.Refused(why, detail));
  }

  /** Removes a timer; false if it was not set, or has fired. */
  public boolean cancel(TimerSubject subject, String id) {
    return db.update("DELETE FROM timer WHERE subject = ? AND id = ?", subject, id) == 1;
  }

  /** Removes all timers of an owner. */
  public void cancelAll(TimerSubject subject, String owner) {
    db.update("DELETE FROM timer WHERE subject = ? AND owner = ?", subject, owner);
  }

  public Optional<Timer> find(TimerSubject subject, String id) {
    return db.one(COLUMNS + "WHERE subject = ? AND id = ?", Timers::read, subject, id);
  }

  /** The pending timers of an owner, the earliest first. */
  public List<Timer> of(TimerSubject subject, String owner) {
    return db.list(
        COLUMNS + "WHERE subject = ? AND owner = ? ORDER BY due, id", Timers::read, subject, owner);
  }

  /** The number of pending timers of an owner. */
  public long pending(TimerSubject subject, String owner) {
    return db.number("SELECT count(*) FROM timer WHERE subject = ? AND owner = ?", subject, owner)
        .orElse(0);
  }

  /**
   * Applies a firing; see {@link FireTimer} for when it changes nothing.
   *
   * @param ownerOf the owner of a subject's timers
   */
  public Outcome fire(FireTimer fire, Tx tx, Function<TimerSubject, TimerOwner> ownerOf) {
    Optional<Timer> timer =
        find(fire.subject(), fire.id())
            .filter(set -> set.dueMillis() == fire.dueMillis())
            .filter(set -> set.dueMillis() <= tx.timeMillis());
    ObjectNode result = Json.object().put("fired", timer.isPresent());
    if (timer.isPresent()) {
      cancel(fire.subject(), fire.id());
      switch (ownerOf.apply(fire.subject()).fired(timer.get(), tx)) {
        case Outcome.Accepted(ObjectNode done) -> result.set("result", done);
        case Outcome.Refused(Refusal why, String ignored) -> result.put("refused", why.name());
      }
    }
    return new Outcome.Accepted(result);
  }

  /**
   * Removes a timer whose firing triggered a defect; otherwise the leader would fire it forever.
   */
  public void putAside(FireTimer fire) {
    db.update(
        "DELETE FROM timer WHERE subject = ? AND id = ? AND due = ?",
        fire.subject(),
        fire.id(),
        fire.dueMillis());
  }

  /** The firings that the leader must append at a time, the earliest first. */
  public List<FireTimer> due(long nowMillis, int max) {
    return db.list(
        "SELECT subject, id, due FROM timer WHERE due <= ? ORDER BY due, subject, id LIMIT ?",
        row -> new FireTimer(subject(row), row.getString(2), row.getLong(3)),
        nowMillis,
        max);
  }

  /** When the earliest timer is due; empty if there is none. */
  public OptionalLong earliest() {
    return db.number("SELECT due FROM timer ORDER BY due LIMIT 1");
  }

  private static TimerSubject subject(Columns row) throws java.sql.SQLException {
    return TimerSubject.valueOf(row.getString(1));
  }

  private static Timer read(Columns row) throws java.sql.SQLException {
    return new Timer(
        subject(row),
        row.getString(2),
        row.getLong(3),
        row.getString(4),
        Json.object(row.getString(5)));
  }
}
