/**
 * What a user has not read, and is to be notified of: {@link org.bongsu.unread.UnreadCounts} for
 * syncs and pushes alike, over events as push rules look at them.
 *
 * <p>Invariant: counts follow from the store alone; what is remembered only makes them faster.
 *
 * <p>Must not know: requests, the protocol, how anybody is told.
 */
package org.bongsu.unread;
