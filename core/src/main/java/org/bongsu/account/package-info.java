/**
 * Accounts, devices, sessions, profiles and account data, on the user's shard. Tables: {@code
 * schema/1/accounts.sql}, {@code schema/5/seal.sql}.
 *
 * <p>Invariants: tokens and passwords are stored as hashes only; a deleted device has no valid
 * token.
 *
 * <p>Must not know: how passwords are hashed, HTTP.
 */
package org.bongsu.account;
