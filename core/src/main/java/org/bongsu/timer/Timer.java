package org.bongsu.timer;

import org.bongsu.command.TimerSubject;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something that is to happen later.
 *
 * @param id unique among the subject's timers on the shard
 * @param dueMillis when, milliseconds since 1970
 * @param owner for whom; how many timers one owner may have is limited
 * @param payload what the subject needs to do it
 */
public record Timer(
    TimerSubject subject, String id, long dueMillis, String owner, ObjectNode payload) {}
