package org.bongsu.shard;

import java.util.List;
import java.util.Optional;
import org.bongsu.command.EntryCodec;
import org.bongsu.command.ShardCommand;
import org.bongsu.store.Db;

/**
 * The relay's protocol from one shard to one other (or to itself): what is to be delivered next,
 * and what has arrived and may be dropped. It remembers nothing; what has arrived stands in the
 * target's inbox. So any number of relays may be at work, start and stop at any moment, and read
 * from replicas that are behind: the worst that comes of it is a delivery that the target drops.
 *
 * <p>It has no thread: the server's {@link Relay} and the simulator both drive it.
 */
public record RelayLane(int source, int target) {
  /** Deliveries under way at once. */
  public static final int WINDOW_MAX = 64;

  /** The next deliveries, to be appended to the target's log in this order. */
  public List<ShardCommand.Deliver> due(Db sourceStore, Db targetStore) {
    return sourceStore.list(
        "SELECT sequence, command FROM outbox WHERE target = ? AND sequence > ?"
            + " ORDER BY sequence LIMIT ?",
        row -> new ShardCommand.Deliver(source, row.getLong(1), EntryCodec.decode(row.getBytes(2))),
        target,
        received(targetStore),
        WINDOW_MAX);
  }

  /** What the source is to be told, once something that it still keeps has arrived. */
  public Optional<ShardCommand.Acknowledge> arrived(Db sourceStore, Db targetStore) {
    long received = received(targetStore);
    return sourceStore.exists(
            "SELECT 1 FROM outbox WHERE target = ? AND sequence <= ?", target, received)
        ? Optional.of(new ShardCommand.Acknowledge(target, received))
        : Optional.empty();
  }

  private long received(Db targetStore) {
    return targetStore.number("SELECT sequence FROM inbox WHERE source = ?", source).orElse(0);
  }
}
