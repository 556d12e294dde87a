package org.bongsu.matrix.keys;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.keys.DeviceLists;
import org.bongsu.room.UserRooms;
import org.bongsu.store.Db;
import org.bongsu.store.Readers;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whose devices a user must look up again, and whose no more, between two points of syncing: {@code
 * device_lists} of a sync and the answer of {@code /keys/changes}. Read shard by shard, each from
 * an ordering on and before another one.
 */
public final class DeviceListChanges {
  private final Readers.Reader reader;
  private final UserId me;

  /** Whose devices changed, or who came to share a room. */
  private final Set<UserId> changed = new TreeSet<>();

  /** With whom some room is shared no more. */
  private final Set<UserId> parted = new TreeSet<>();

  public DeviceListChanges(Readers.Reader reader, UserId me) {
    this.reader = reader;
    this.me = me;
  }

  /** Reads what one shard knows of others. */
  public void read(Db db, long from, long before) {
    DeviceLists lists = new DeviceLists(db);
    changed.addAll(lists.changed(me, from, before));
    parted.addAll(lists.parted(me, from, before));
  }

  /** Reads what the user's own shard knows in addition. */
  public void readOwn(Db db, long from, long before) {
    changed.addAll(new DeviceLists(db).ownNews(me, from, before));
  }

  /** Whose devices changed, or who came to share a room, of what has been read. */
  public Set<UserId> changed() {
    return Collections.unmodifiableSet(changed);
  }

  /** The lists; whoever still shares a room has not left, and whoever has left is not looked up. */
  public ObjectNode toJson() {
    parted.removeIf(other -> UserRooms.share(reader, me, other));
    changed.removeAll(parted);
    ObjectNode lists = Json.object();
    write(lists.putArray("changed"), changed);
    write(lists.putArray("left"), parted);
    return lists;
  }

  private static void write(ArrayNode into, Set<UserId> users) {
    users.forEach(one -> into.add(one.value()));
  }
}
