/**
 * What a user's clients keep on the server and change piece by piece: tags, push rules, filters,
 * pushers; on the user's shard. Tables: {@code schema/1/accountdata.sql}, and {@code account_data}
 * of the account.
 *
 * <p>Invariant: changes of two devices at once are both kept.
 *
 * <p>Must not know: rooms, who is notified of what, HTTP.
 */
package org.bongsu.accountdata;
