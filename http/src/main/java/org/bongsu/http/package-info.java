/**
 * HTTP: listening, routing, limits, TLS between sites, reading bodies (JSON, XML, streams), and
 * sending responses. How a request is authenticated and how an error is rendered is the {@link
 * org.bongsu.http.Protocol} of its path.
 *
 * <p>Invariants: every response has the CORS headers; every failure is rendered by the path's
 * protocol; every body, header, wait and number of requests has a limit.
 *
 * <p>Must not know: what any operation does; how Matrix words its errors.
 */
package org.bongsu.http;
