package org.bongsu.testing;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bongsu.apply.ShardMap;
import org.bongsu.command.Command;
import org.bongsu.command.CommandLevels;
import org.bongsu.command.EntryCodec;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.command.ShardCommand;
import org.bongsu.log.LogRecord;
import org.bongsu.shard.StateMachine;
import org.bongsu.store.Db;
import org.bongsu.store.ShardFile;
import org.bongsu.timer.Timers;

/**
 * One replica of each shard of a deployment. Commands go to the shard of their entity; deliveries
 * between shards, and timers, happen when the test says so.
 */
public final class ManyShards implements AutoCloseable {
  private record Sent(int target, long sequence, Command command) {}

  private final ShardMap map;
  private final List<Db> stores;
  private final List<StateMachine> machines = new ArrayList<>();
  private final long[] delivered;
  private long timeMillis = 1_665_814_740_000L;

  /** Opens empty shards, whose logs are at the oldest level. */
  public ManyShards(Path directory, int count) {
    this.map = new ShardMap(count);
    this.delivered = new long[count * count];
    this.stores =
        IntStream.range(0, count)
            .mapToObj(shard -> new ShardFile(directory.resolve(shard + ".db")).openWriter())
            .toList();
    for (int shard = 0; shard < count; shard++) {
      machines.add(new StateMachine(shard, map, stores.get(shard)));
    }
  }

  public ShardMap map() {
    return map;
  }

  public Db store(String entity) {
    return stores.get(map.shardOf(entity));
  }

  public List<Db> stores() {
    return stores;
  }

  /** The time of the next entries. */
  public void at(long millis) {
    timeMillis = millis;
  }

  public long now() {
    return timeMillis;
  }

  public void activateNewest() {
    for (int shard = 0; shard < map.count(); shard++) {
      apply(shard, new ShardCommand.ActivateLevel(CommandLevels.NEWEST));
    }
  }

  private Outcome apply(int shard, Command command) {
    StateMachine machine = machines.get(shard);
    byte[] payload = EntryCodec.encode(timeMillis++, "test", command);
    return machine.apply(List.of(new LogRecord(machine.next(), payload))).getFirst().outcome();
  }

  /** Applies a command that must be accepted; what it sends to other shards waits. */
  public Outcome.Accepted accept(Command command) {
    return assertInstanceOf(Outcome.Accepted.class, apply(map.shardOf(command.entity()), command));
  }

  public Refusal refuse(Command command) {
    Outcome outcome = apply(map.shardOf(command.entity()), command);
    return assertInstanceOf(Outcome.Refused.class, outcome).why();
  }

  /** Delivers what waits in a shard's outbox; false if nothing does. */
  public boolean deliverFrom(int source) {
    List<Sent> waiting =
        stores
            .get(source)
            .list(
                "SELECT target, sequence, command FROM outbox ORDER BY target, sequence",
                row -> new Sent(row.getInt(1), row.getLong(2), EntryCodec.decode(row.getBytes(3))));
    boolean any = false;
    for (Sent one : waiting) {
      int lane = source * map.count() + one.target;
      if (one.sequence > delivered[lane]) {
        delivered[lane] = one.sequence;
        apply(one.target, new ShardCommand.Deliver(source, one.sequence, one.command));
        any = true;
      }
    }
    return any;
  }

  /** Delivers and fires timers until nothing waits. */
  public void settle() {
    boolean more = true;
    while (more) {
      more = false;
      for (int shard = 0; shard < map.count(); shard++) {
        more |= deliverFrom(shard);
        for (var due : new Timers(stores.get(shard)).due(timeMillis, 10)) {
          apply(shard, due);
          more = true;
        }
      }
    }
  }

  @Override
  public void close() {
    stores.forEach(Db::close);
  }
}
