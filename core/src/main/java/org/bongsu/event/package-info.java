/**
 * Matrix events as values: their federation format and hashes, redaction, power levels and the
 * authorization rules of the room versions that Bongsu offers.
 *
 * <p>Invariant: everything here is a pure function of its arguments; the same draft gets the same
 * event id in every site and every replay.
 *
 * <p>Must not know: clocks, stores, shards, the API, who is logged in.
 */
package org.bongsu.event;
