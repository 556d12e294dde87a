package org.bongsu.timer;

import org.bongsu.command.TimerSubject;
import tools.jackson.databind.node.ObjectNode;

/**
 * A timer: an action that is due at a later time.
 *
 * @param id unique among the subject's timers on the shard
 * @param dueMillis when, milliseconds since 1970
 * @param owner whose timer it is; the number of pending timers per owner is limited
 * @param payload what the subject needs to carry it out
 */
public record Timer(
    TimerSubject subject, String id, long dueMillis, String owner, ObjectNode payload) {}
