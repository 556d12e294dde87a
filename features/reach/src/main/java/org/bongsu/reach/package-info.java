/**
 * Notifies users who are not connected. So far: pushes to the HTTP push gateways that their clients
 * registered (push gateway API).
 *
 * <p>{@code PushEffect} finds the {@code Notification}s of committed events ({@code
 * PushRecipients}), builds each request when it is sent ({@code PushBody}) and calls the gateway
 * ({@code PushGateway}). Retries, lanes and takeover by another site are the node's.
 *
 * <p>Invariants: a push reflects the state at the time of sending, so nothing that was redacted or
 * read meanwhile is pushed; without the operator's permission no request goes to a private network,
 * for gateway URLs come from clients.
 *
 * <p>Must not know: how clients register pushers and change push rules, and HTTP requests to this
 * server.
 */
@org.jspecify.annotations.NullMarked
package org.bongsu.reach;
