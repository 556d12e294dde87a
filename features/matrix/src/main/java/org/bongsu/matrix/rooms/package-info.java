/**
 * Rooms: creation, membership, state, messages, history, relations, aliases, directory, spaces,
 * upgrades, delayed events.
 *
 * <p>Invariants: handlers read events through {@code RoomAccess}, which applies history visibility;
 * whether an event is allowed is decided by {@code apply}, never by a handler. Operations on
 * several shards (aliases, restricted joins, upgrades) are done in steps, one command for a shard,
 * in an order in which a later refusal can be undone; they are not atomic.
 *
 * <p>Must not know: sync, how push rules are evaluated, devices.
 */
package org.bongsu.matrix.rooms;
