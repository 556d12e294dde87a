/**
 * The log of several sites: ordered records in the partitions of a Kafka topic, and how Kafka's
 * clients and brokers are set so that a lost site costs a second or two and nothing else.
 *
 * <p>A shard's log is one partition, and positions are its offsets: dense, because producers are
 * idempotent but not transactional. What a reader is given is in the in-sync replicas of at least
 * two sites (acks=all, min.insync.replicas=2, no unclean election).
 *
 * <p>Must not know: what records mean, HTTP, which sites are trusted with what.
 */
package org.bongsu.kafka;
