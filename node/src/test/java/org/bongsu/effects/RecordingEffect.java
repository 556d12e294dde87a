package org.bongsu.effects;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bongsu.apply.Change;
import org.bongsu.apply.Tx;
import org.bongsu.json.Json;
import org.bongsu.room.Rooms;
import org.bongsu.room.StoredEvent;
import org.bongsu.store.Readers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An effect with a task for each message, performed by the test; its recipients are the rooms. */
final class RecordingEffect implements Effect<RecordingEffect.Task> {
  static final String NAME = "recording";

  /** The task of a message. */
  record Task(int shard, long ordering, String room, String body) implements EffectTask {
    @Override
    public String idempotencyKey() {
      return shard + "/" + ordering;
    }

    @Override
    public String recipient() {
      return room;
    }

    @Override
    public ObjectNode toJson() {
      return Json.object().put("event", ordering).put("room", room).put("body", body);
    }
  }

  /** Performs tasks. */
  interface World {
    /** Called for each attempt. */
    Result perform(Task task) throws InterruptedException;

    /** Whether a task is still wanted when its turn has come. */
    default boolean wants(Task task) {
      return true;
    }
  }

  private final World world;
  private final Repetition repetition;
  private final RetryPolicy retry;
  private final LaneLimits limits;

  RecordingEffect(World world, Repetition repetition, RetryPolicy retry, LaneLimits limits) {
    this.world = world;
    this.repetition = repetition;
    this.retry = retry;
    this.limits = limits;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Repetition repetition() {
    return repetition;
  }

  @Override
  public RetryPolicy retry() {
    return retry;
  }

  @Override
  public LaneLimits limits() {
    return limits;
  }

  @Override
  public boolean follows(Change change) {
    return change instanceof Change.InRoom;
  }

  @Override
  public List<Task> find(Readers.Reader reader, int shard, long from, long before) {
    List<Task> found = new ArrayList<>();
    for (StoredEvent event :
        new Rooms(reader.shard(shard))
            .ofAllRooms(Tx.firstOrdering(from), Tx.firstOrdering(before), Integer.MAX_VALUE)) {
      if (event.type().equals("m.room.message")) {
        String body = event.content().path("body").asString();
        if (body.equals("결함")) {
          throw new IllegalStateException("a defect of the effect");
        }
        found.add(new Task(shard, event.ordering(), event.roomId().value(), body));
      }
    }
    return found;
  }

  @Override
  public Optional<Task> restore(int shard, JsonNode written) {
    return Optional.of(
        new Task(
            shard,
            written.path("event").longValue(),
            written.path("room").asString(),
            written.path("body").asString()));
  }

  @Override
  public Optional<Attempt> prepare(Readers.Reader reader, Task task) {
    return world.wants(task) ? Optional.of(new Doing(task)) : Optional.empty();
  }

  private final class Doing implements Attempt {
    private final Task task;

    Doing(Task task) {
      this.task = task;
    }

    @Override
    public String destination() {
      return task.room();
    }

    @Override
    public Result perform() throws InterruptedException {
      return world.perform(task);
    }
  }
}
