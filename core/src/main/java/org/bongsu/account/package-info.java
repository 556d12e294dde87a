/**
 * Accounts, devices, sessions, profiles and account data, on the user's shard. Tables: {@code
 * schema/1/accounts.sql}.
 *
 * <p>Invariants: a token or password is only here as a hash; a device that has been deleted has no
 * token that works.
 *
 * <p>Must not know: how passwords are hashed, or what a client asks over HTTP.
 */
package org.bongsu.account;
