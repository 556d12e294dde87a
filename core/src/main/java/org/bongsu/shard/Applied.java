package org.bongsu.shard;

import java.util.List;
import org.bongsu.apply.Delivery;
import org.bongsu.command.Outcome;

/**
 * The answer to the caller that submitted a command: the entry is durable and applied on its shard.
 *
 * @param position of the entry
 * @param deliveries the commands that it sent to other shards
 */
public record Applied(int shard, long position, Outcome outcome, List<Delivery> deliveries) {}
