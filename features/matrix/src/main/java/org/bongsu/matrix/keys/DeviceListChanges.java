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
 * The users whose devices a client must look up again, and those it must no longer track, between
 * two points of syncing: {@code device_lists} of a sync and the answer of {@code /keys/changes}.
 * Read shard by shard, each between two orderings (the first inclusive, the second exclusive).
 */
public final class DeviceListChanges {
  private final Readers.Reader reader;
  private final UserId me;

  /** Users whose devices changed, or who now share a room. */
  private final Set<UserId> changed = new TreeSet<>();

  /** Users with whom a room is no longer shared. */
  private final Set<UserId> left = new TreeSet<>();

  public DeviceListChanges(Readers.Reader reader, UserId me) {
    this.reader = reader;
    this.me = me;
  }

  /** Reads the changes of other users that one shard holds. */
  public void read(Db db, long from, long before) {
    DeviceLists lists = new DeviceLists(db);
    changed.addAll(lists.changed(me, from, before));
    left.addAll(lists.parted(me, from, before));
  }

  /** Reads in addition the changes that the user's own shard holds. */
  public void readOwn(Db db, long from, long before) {
    changed.addAll(new DeviceLists(db).ownChanges(me, from, before));
  }

  /** Users whose devices changed, or who now share a room, as far as read. */
  public Set<UserId> changed() {
    return Collections.unmodifiableSet(changed);
  }

  /**
   * The lists. A user who still shares a room is not in {@code left}; a user in {@code left} is not
   * in {@code changed}.
   */
  public ObjectNode toJson() {
    left.removeIf(other -> UserRooms.share(reader, me, other));
    changed.removeAll(left);
    ObjectNode lists = Json.object();
    write(lists.putArray("changed"), changed);
    write(lists.putArray("left"), left);
    return lists;
  }

  private static void write(ArrayNode into, Set<UserId> users) {
    users.forEach(one -> into.add(one.value()));
  }
}
