package org.bongsu.api.sync;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.keys.DeviceLists;
import org.bongsu.store.Db;
import org.bongsu.store.Readers;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whose devices a client must look up again, and whose it need not follow any more. */
final class DeviceListNews {
  private final Readers.Reader reader;
  private final UserId user;
  private final Set<UserId> changed = new TreeSet<>();
  private final Set<UserId> parted = new TreeSet<>();

  DeviceListNews(Readers.Reader reader, UserId user) {
    this.reader = reader;
    this.user = user;
  }

  /** Reads what one shard knows between two of its orderings. */
  void read(Db db, long from, long before) {
    DeviceLists lists = new DeviceLists(db);
    changed.addAll(lists.changed(user, from, before));
    parted.addAll(lists.parted(user, from, before));
  }

  /** Reads what the user's own shard knows in addition. */
  void readOwn(Db db, long from, long before) {
    changed.addAll(new DeviceLists(db).ownNews(user, from, before));
  }

  /** The lists, where one is not empty; whoever still shares a room has not left. */
  Optional<ObjectNode> write() {
    parted.removeIf(this::sharesRoom);
    parted.removeAll(changed);
    if (changed.isEmpty() && parted.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode lists = Json.object();
    write(lists.putArray("changed"), changed);
    write(lists.putArray("left"), parted);
    return Optional.of(lists);
  }

  private static void write(ArrayNode into, Set<UserId> users) {
    users.forEach(one -> into.add(one.value()));
  }

  private boolean sharesRoom(UserId other) {
    for (int shard = 0; shard < reader.shards(); shard++) {
      if (new DeviceLists(reader.shard(shard)).shareRoom(user, other)) {
        return true;
      }
    }
    return false;
  }
}
