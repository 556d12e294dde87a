/**
 * Effects: what commits cause outside the deployment, once although every site applies them. There
 * is one so far, HTTP pushes to push gateways (the feature {@code reach}).
 *
 * <p>An {@link org.bongsu.effects.Effect} says which commits it follows, which tasks their entries
 * create, how a task is performed, by which key its receiver drops repetitions, and its limits
 * ({@link org.bongsu.effects.RetryPolicy}, {@link org.bongsu.effects.LaneLimits}). To add one
 * (mail, SMS), write that class and its test, and return it from a feature's {@link
 * org.bongsu.node.Feature.Running}.
 *
 * <p>This package does the rest. {@link org.bongsu.effects.EffectFollower} reads each shard's new
 * entries, in the site that {@link org.bongsu.effects.Leadership leads}. Their tasks are in a
 * {@link org.bongsu.effects.Ledger} until they are done or given up; the follower appends the
 * ledger to the shard's own log ({@code EffectsDone}, a row of {@code effects_done} for each
 * effect), so that a restart and another site continue where this one stopped. {@link
 * org.bongsu.effects.EffectLanes} performs the tasks.
 *
 * <p>Invariants: a task is performed twice only if the process ends between performing it and the
 * next entry of the ledger (one second later, ten seconds if more than 100 tasks wait), and never
 * with {@code AT_MOST_ONCE}; a recipient or destination that is slow or fails does not delay
 * others; every queue has a limit, beyond which the oldest task is dropped or no more entries are
 * examined, as the effect chooses.
 *
 * <p>Not done: a former leader is not fenced. Its last write may reach the log late, after the new
 * leader's, and holds until the new leader writes again; if the new leader is lost before that,
 * tasks are performed once more. Their idempotency key protects against it.
 *
 * <p>Must not know: how a shard applies commands; requests and the protocol.
 */
package org.bongsu.effects;
