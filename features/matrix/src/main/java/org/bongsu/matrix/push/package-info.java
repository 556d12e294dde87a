/**
 * Push notifications as a client configures and reads them: push rules, pushers, past
 * notifications. Unread counts are in {@link org.bongsu.unread}.
 *
 * <p>Invariant: rules and pushers change only by commands, and past notifications are computed with
 * the same rules as pushes.
 *
 * <p>Must not know: how a push gateway is called; that is {@code org.bongsu.reach}.
 */
package org.bongsu.matrix.push;
