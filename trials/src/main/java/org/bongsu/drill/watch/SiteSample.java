package org.bongsu.drill.watch;

/**
 * Whether a site answered, as seen from the clients' network.
 *
 * @param nanos when it was asked, by the monotonic clock
 */
record SiteSample(String site, long nanos, boolean answered) {}
