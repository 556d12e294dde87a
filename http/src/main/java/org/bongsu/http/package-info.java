/**
 * HTTP: listening, routing, limits, authentication by token, and answers in Matrix's form.
 *
 * <p>Invariants: every answer has the CORS headers; every failure is a Matrix error; no body,
 * header, wait or number of requests is without a limit.
 *
 * <p>Must not know: what any operation does.
 */
package org.bongsu.http;
