/**
 * Effects: what events do in the world, once however many sites apply them. One so far: HTTP pushes
 * to push gateways.
 *
 * <p>{@link org.bongsu.effects.EventFollower} reads each shard's new events, in the site that is in
 * {@link org.bongsu.effects.Charge charge}, and asks the effect what is to be done about them
 * ({@link org.bongsu.effects.PushRecipients}). What is to be done stands in a {@link
 * org.bongsu.effects.Ledger} until it is done or given up; the follower puts the ledger into the
 * shard's own log ({@code EffectsDone}), so that a restart and another site go on where this one
 * was.
 *
 * <p>Invariants: nothing is done twice unless the process ends between doing it and the next entry
 * of the ledger (a second later, in busy times ten); one gateway that is slow, fails or lies holds
 * up nobody else's pushes; every queue has a limit, beyond which the oldest goes.
 *
 * <p>To add an effect (e-mail, SMS): give it a worker's name of its own, so that it has its own
 * rows in {@code effects_done}; have an {@code EventFollower} for each shard ask it, as {@code
 * PushRecipients} is asked, what an event asks for; and do that as {@link
 * org.bongsu.effects.PushLanes} does, one lane for each receiver, calling {@link
 * org.bongsu.effects.Ledger#done} at the end. What cannot be undone (an SMS that costs money)
 * should carry a key that the receiving service drops repetitions by: the event's id and the
 * recipient.
 *
 * <p>Must not know: how a shard applies commands; how requests come in.
 */
package org.bongsu.effects;
