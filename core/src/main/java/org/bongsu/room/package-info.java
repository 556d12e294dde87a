/**
 * Rooms: events in one line, state, members, relations, receipts. Tables: {@code
 * schema/1/rooms.sql}.
 *
 * <p>Invariants: an event that was refused leaves no trace; the state table is what replaying the
 * state events gives; a redacted event's content is gone.
 *
 * <p>Must not know: accounts, sync, HTTP.
 */
package org.bongsu.room;
