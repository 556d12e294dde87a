/**
 * Tags, push rules, filters and pushers, on the user's shard. Tables: {@code
 * schema/1/accountdata.sql}, and {@code account_data} of the account.
 *
 * <p>Invariant: concurrent changes by two devices are both kept.
 *
 * <p>Must not know: rooms, who is notified of what, HTTP.
 */
package org.bongsu.accountdata;
