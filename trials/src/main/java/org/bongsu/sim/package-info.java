/**
 * The simulator: the production core (state machines over real SQLite files, the encoding of
 * entries, the relay's protocol) and the server's own decisions of a site ({@link
 * org.bongsu.cluster.SiteMachine}), under simulated clocks, network, disks and log, in one thread
 * and from one seed.
 *
 * <p>The log is replicated as Kafka's is: leaders and followers with what each believes, sets in
 * sync, a high watermark, producers that send again, brokers whose disk burns. {@link
 * org.bongsu.sim.Nemesis} kills, burns, freezes and cuts off sites, or brings them back with older
 * files or damaged ones; {@link org.bongsu.sim.Upgrades} give them another version, and take it
 * back; relays deliver twice, late and out of order; answers get lost and are asked for again. Then
 * {@link org.bongsu.sim.Checker}s judge what clients were told and what the stores hold.
 *
 * <p>Invariant: the same seed gives the same run.
 *
 * <p>Must not know: HTTP, threads, the machine's clock.
 */
package org.bongsu.sim;
