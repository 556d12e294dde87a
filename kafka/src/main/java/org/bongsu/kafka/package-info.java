/**
 * The log of several sites: ordered records in the partitions of a Kafka topic, and the
 * configuration of Kafka's clients and brokers with which a lost site costs a second or two and no
 * data.
 *
 * <p>A shard's log is one partition, and positions are its offsets: dense, because producers are
 * idempotent but not transactional. A record that a reader returns is in the in-sync replicas of at
 * least two sites (acks=all, min.insync.replicas=2, no unclean election).
 *
 * <p>Must not know: what records mean, HTTP, the roles of sites.
 */
package org.bongsu.kafka;
