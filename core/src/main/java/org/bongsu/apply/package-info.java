/**
 * What applying an entry may use ({@link org.bongsu.apply.Tx}), and how its effects are published:
 * changes to listeners, deliveries to other shards.
 *
 * <p>Invariant: the same log gives the same rows in every site.
 *
 * <p>Must not know: clocks, randomness, threads, network, other shards' stores.
 */
package org.bongsu.apply;
