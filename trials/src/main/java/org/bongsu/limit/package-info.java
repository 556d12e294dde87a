/**
 * An upper bound for this machine: the server's own HTTP, and behind it only one fixed row per
 * request, durable before the answer. A separate process, which {@code bench} loads in turn with
 * the server under test.
 *
 * <p>May know: how the server listens and routes ({@code org.bongsu.http}). Must not know: what the
 * server does with a request.
 */
package org.bongsu.limit;
