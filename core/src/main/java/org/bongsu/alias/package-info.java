/**
 * Room aliases, on the alias's shard. Table: {@code schema/1/aliases.sql}.
 *
 * <p>Invariant: an alias points to one room at a time.
 *
 * <p>Must not know: who may create or delete an alias; the room's power levels decide that.
 */
package org.bongsu.alias;
