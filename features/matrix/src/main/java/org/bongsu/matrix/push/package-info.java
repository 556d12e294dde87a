/**
 * Push notifications as a client sees them: rules, what was notified, and pushers. What is unread
 * is counted in {@link org.bongsu.unread}.
 *
 * <p>Must not know: how a push gateway is called.
 */
package org.bongsu.matrix.push;
