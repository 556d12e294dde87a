package org.bongsu.api.keys;

import java.util.Set;
import java.util.TreeSet;
import org.bongsu.api.SyncToken;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.keys.DeviceLists;
import org.bongsu.store.Readers;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whose devices a user must look up again, and whose no more, between two points of syncing.
 *
 * @param changed users whose devices changed, or who came to share a room
 * @param left users with whom no room is shared any more
 */
public record DeviceListChanges(Set<UserId> changed, Set<UserId> left) {

  /**
   * Reads from all shards on which something has been applied between the two points.
   *
   * @param home the shard of {@code me}
   */
  public static DeviceListChanges between(
      Readers.Reader reader, int home, UserId me, SyncToken from, SyncToken to) {
    Set<UserId> changed = new TreeSet<>();
    Set<UserId> parted = new TreeSet<>();
    for (int shard = 0; shard < reader.shards(); shard++) {
      if (from.ordering(shard) < to.ordering(shard)) {
        DeviceLists lists = new DeviceLists(reader.shard(shard));
        changed.addAll(lists.changed(me, from.ordering(shard), to.ordering(shard)));
        parted.addAll(lists.parted(me, from.ordering(shard), to.ordering(shard)));
        if (shard == home) {
          changed.addAll(lists.ownNews(me, from.ordering(shard), to.ordering(shard)));
        }
      }
    }
    parted.removeIf(user -> shareRoom(reader, me, user));
    changed.removeAll(parted);
    return new DeviceListChanges(changed, parted);
  }

  private static boolean shareRoom(Readers.Reader reader, UserId me, UserId user) {
    for (int shard = 0; shard < reader.shards(); shard++) {
      if (new DeviceLists(reader.shard(shard)).shareRoom(me, user)) {
        return true;
      }
    }
    return false;
  }

  public ObjectNode toJson() {
    ObjectNode json = Json.object();
    ArrayNode changedIds = json.putArray("changed");
    changed.forEach(user -> changedIds.add(user.value()));
    ArrayNode leftIds = json.putArray("left");
    left.forEach(user -> leftIds.add(user.value()));
    return json;
  }
}
