/** Rooms: making them, membership, state, messages, history. */
package org.bongsu.matrix.rooms;
