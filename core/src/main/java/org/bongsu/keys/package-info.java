/**
 * Keys for end-to-end encryption, and messages between devices, on the user's shard. Tables: {@code
 * schema/1/keys.sql}.
 *
 * <p>Invariants: a one-time key is given out at most once; a message to a device stays until the
 * device has acknowledged it.
 *
 * <p>Must not know: what is inside a message or a key.
 */
package org.bongsu.keys;
