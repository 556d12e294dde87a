/**
 * What the application of an entry has in its hands: {@link org.bongsu.apply.Tx}, and how what it
 * did is told to others.
 *
 * <p>Invariant: the same log gives the same rows in every site.
 *
 * <p>Must not know: clocks, chance, threads, network, other shards' stores.
 */
package org.bongsu.apply;
