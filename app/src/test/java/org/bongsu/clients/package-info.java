/**
 * Clients that nobody here wrote, against the real server: matrix-js-sdk, matrix-nio and nheko.
 *
 * <p>Purpose: what the specification's tests cannot see, a client notices. The scenarios are
 * scripts in {@code src/test/clients}, each of which takes the server's URL and prints numbered
 * steps; the tests here start {@code ./bongsu serve} as a process, run them, and fail when one of
 * them does.
 *
 * <p>Invariant: every wait is bounded, and every process that was started is ended by its own id.
 *
 * <p>Must not know: anything of the server but its command line and its URL.
 */
@NullMarked
package org.bongsu.clients;

import org.jspecify.annotations.NullMarked;
