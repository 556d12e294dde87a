/**
 * The simulator: the production core (state machines over real SQLite files, the encoding of
 * entries, the relay's protocol) and the server's own decisions of a site ({@link
 * org.bongsu.cluster.SiteMachine}), under simulated clocks, network, disks and log, in one thread
 * and from one seed.
 *
 * <p>The log is replicated as Kafka's is: leaders and followers with possibly stale metadata,
 * in-sync replica sets (ISR), high watermarks, producers that retry, brokers whose disks burn.
 * {@link org.bongsu.sim.Nemesis} kills, burns, freezes and cuts off sites, restores backups and
 * damages files; {@link org.bongsu.sim.Upgrades} upgrades sites and rolls them back; relays deliver
 * twice, late and out of order; answers are lost and requests repeated. At the end {@link
 * org.bongsu.sim.Checker}s compare what clients were answered with what the stores hold.
 *
 * <p>Invariant: the same seed gives the same run.
 *
 * <p>Must not know: HTTP, threads, the machine's clock.
 */
package org.bongsu.sim;
