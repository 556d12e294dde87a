/**
 * Push notifications as a client sees them: rules, what was notified, counts of what is unread, and
 * pushers.
 *
 * <p>Invariant: counts follow from events, receipts and rules alone; what is remembered of them may
 * be forgotten at any time.
 *
 * <p>Must not know: how a push gateway is called.
 */
package org.bongsu.api.push;
