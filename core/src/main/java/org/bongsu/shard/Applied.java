package org.bongsu.shard;

import java.util.List;
import org.bongsu.apply.Delivery;
import org.bongsu.command.Outcome;

/**
 * The answer to whoever submitted a command: applied on its shard and durable.
 *
 * @param position of the entry
 * @param deliveries what other shards are going to learn of it
 */
public record Applied(int shard, long position, Outcome outcome, List<Delivery> deliveries) {}
