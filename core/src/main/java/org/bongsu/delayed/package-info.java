/**
 * Events that are sent later (MSC4140), on the room's shard. They are timers and have no table of
 * their own: the timer's payload is a {@link org.bongsu.delayed.DelayedEvent}.
 *
 * <p>Invariant: a delayed event is sent at most once, and never after it was cancelled. When it is
 * sent the room's rules decide, as for an event that its sender sends then; if they refuse it, it
 * is gone.
 *
 * <p>Must not know: how rooms keep events.
 */
package org.bongsu.delayed;
