/**
 * Rooms: events in linear order, state, members, relations, receipts. Tables: {@code
 * schema/1/rooms.sql}, {@code schema/3/erasures.sql}, {@code schema/5/seal.sql}.
 *
 * <p>Invariants: an event that was refused leaves no trace; the state table equals the result of
 * replaying the state events; a redacted event's content is deleted.
 *
 * <p>Must not know: accounts, sync, HTTP.
 */
package org.bongsu.room;
