/**
 * Third-party clients against the real server: matrix-js-sdk, matrix-nio and nheko.
 *
 * <p>Purpose: clients notice problems that the specification's tests cannot. The scenarios are
 * scripts in {@code src/test/clients}, each of which takes the server's URL and prints numbered
 * steps; the tests here start {@code ./bongsu serve} as a process, run them, and fail when one of
 * them does.
 *
 * <p>Invariant: every wait is bounded, and every process that was started is stopped by its own id.
 *
 * <p>Must not know: anything of the server except its command line and its URL.
 */
@NullMarked
package org.bongsu.clients;

import org.jspecify.annotations.NullMarked;
