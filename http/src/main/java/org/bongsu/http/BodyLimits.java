package org.bongsu.http;

import java.time.Duration;

/**
 * Bounds what clients can make a node hold before any handler knows who they are.
 *
 * @param unfinished for each client, the requests whose body has not arrived completely
 * @param memory for the bodies of all clients; held until the handler has returned
 * @param within a body must have arrived completely within this time
 */
record BodyLimits(OpenCounts unfinished, ByteBudget memory, Duration within) {}
