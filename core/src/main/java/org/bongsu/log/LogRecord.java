package org.bongsu.log;

/** What stands in the log at one position of one shard. */
@SuppressWarnings("ArrayRecordComponent") // never compared; copying each record would cost
public record LogRecord(long position, byte[] payload) {}
