/**
 * Effects: what commits do in the world, once however many sites apply them. One so far: {@link
 * org.bongsu.reach.PushEffect}, HTTP pushes to push gateways.
 *
 * <p>An {@link org.bongsu.effects.Effect} says which commits it follows, what tasks their entries
 * ask for, how one is done, under which key its receiver drops repetitions, and its limits ({@link
 * org.bongsu.effects.RetryPolicy}, {@link org.bongsu.effects.LaneLimits}). To add one (mail, SMS),
 * write that class and its test, and name it where the node opens its effects.
 *
 * <p>The rest is here. {@link org.bongsu.effects.EffectFollower} reads each shard's new entries, in
 * the site that is in {@link org.bongsu.effects.Leadership charge}. What they ask for stands in a
 * {@link org.bongsu.effects.Ledger} until it is done or given up; the follower puts the ledger into
 * the shard's own log ({@code EffectsDone}, a row of {@code effects_done} for each effect), so that
 * a restart and another site go on where this one was. {@link org.bongsu.effects.EffectLanes} does
 * the tasks.
 *
 * <p>Invariants: nothing is done twice unless the process ends between doing it and the next entry
 * of the ledger (a second later, in busy times ten), and with {@code AT_MOST_ONCE} not even then;
 * one recipient or destination that is slow, fails or lies holds up nobody else; every queue has a
 * limit, beyond which the oldest goes or nothing more is looked at, as the effect says.
 *
 * <p>Not done: a site that is out of charge is not fenced. Its last write may come into the log
 * late, after another site's, and stands there until that one writes again; if that one is lost
 * before, tasks are done once more. The key is what guards against it.
 *
 * <p>Must not know: how a shard applies commands; how requests come in.
 */
package org.bongsu.effects;
