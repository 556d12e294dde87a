/**
 * Durable timers, as rows of a shard's store. Table: {@code schema/2/timers.sql}.
 *
 * <p>A subject sets and cancels timers while it applies an entry. The leader reads which are due
 * and appends a {@link org.bongsu.command.TimerCommand.FireTimer} for each. Applying that entry
 * removes the row and hands the timer to its {@link org.bongsu.timer.TimerOwner}.
 *
 * <p>Invariant: a timer that is set and not cancelled fires exactly once, in an entry whose time is
 * not before its due time, whichever sites append the firing and however often. A cancelled timer
 * never fires. Not guaranteed: how soon after its due time it fires; with a wrong clock or without
 * a leader it fires late.
 *
 * <p>Must not know: clocks, subjects.
 */
package org.bongsu.timer;
