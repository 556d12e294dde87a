/**
 * What this machine can do at most: the server's own HTTP, and behind it nothing but a fixed row
 * for each request, durable before it is answered. A process of its own, which {@code bench} loads
 * in turn with the server under test.
 *
 * <p>May know: how the server listens and routes ({@code org.bongsu.http}). Must not know: anything
 * that the server does with a request.
 */
package org.bongsu.limit;
