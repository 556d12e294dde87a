/**
 * The simulator: the production core (state machines over real SQLite files, the encoding of
 * entries, the relay's protocol) under a simulated clock, network and log, in one thread and from
 * one seed. Sites crash, come back with older files, apply in other batches; relays deliver twice,
 * late and out of order; answers get lost and are asked for again. Then {@link
 * org.bongsu.sim.Checker}s judge what clients were told and what the stores hold.
 *
 * <p>Invariant: the same seed gives the same run.
 *
 * <p>Must not know: HTTP, threads, the machine's clock.
 */
package org.bongsu.sim;
