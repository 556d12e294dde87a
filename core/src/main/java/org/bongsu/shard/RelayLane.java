package org.bongsu.shard;

import java.util.List;
import java.util.Optional;
import org.bongsu.command.EntryCodec;
import org.bongsu.command.ShardCommand;
import org.bongsu.store.Db;

/**
 * The relay's protocol from one shard to one other (or to itself): what is to be delivered next,
 * and what has arrived and may be dropped. It has no state of its own: the target's inbox records
 * what has arrived. So any number of relays may run at once, start and stop at any moment, and read
 * from replicas that lag; the worst result is a delivery that the target ignores.
 *
 * <p>It has no thread: the server's {@link Relay} and the simulator both drive it.
 */
public record RelayLane(int source, int target) {
  /** Deliveries in flight at once. */
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

  /** The acknowledgement for the source; empty if its outbox has nothing that has arrived. */
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
