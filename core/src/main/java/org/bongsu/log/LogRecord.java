package org.bongsu.log;

/** The record at one position of one shard's log. */
@SuppressWarnings("ArrayRecordComponent") // never compared; copying the array would be costly
public record LogRecord(long position, byte[] payload) {}
