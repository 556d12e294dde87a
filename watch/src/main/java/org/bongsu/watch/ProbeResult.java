package org.bongsu.watch;

import java.time.Duration;

/**
 * What came of one probe.
 *
 * @param begun when it began
 * @param took how long it took, or until it was given up
 * @param detail for the operator: what went wrong; empty if nothing did
 */
record ProbeResult(Probe probe, Moment begun, Health health, Duration took, String detail) {}
