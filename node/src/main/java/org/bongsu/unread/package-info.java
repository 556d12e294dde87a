/**
 * Unread counts: how many notifying events a user has not read, by {@link
 * org.bongsu.unread.UnreadCounts}, for syncs and pushes alike.
 *
 * <p>Invariant: counts follow from the store alone; caches only make them faster.
 *
 * <p>Must not know: requests, the protocol, how users are notified.
 */
package org.bongsu.unread;
