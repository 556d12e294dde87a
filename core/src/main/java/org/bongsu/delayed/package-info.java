/**
 * Delayed events (MSC4140), on the room's shard. They are timers without a table of their own: the
 * timer's payload is a {@link org.bongsu.delayed.DelayedEvent}.
 *
 * <p>Invariant: a delayed event is sent at most once, and never after it was cancelled. The room's
 * authorization rules are checked when it is sent, as for any event of its sender at that time; if
 * they refuse it, it is dropped.
 *
 * <p>Must not know: how rooms store events.
 */
package org.bongsu.delayed;
