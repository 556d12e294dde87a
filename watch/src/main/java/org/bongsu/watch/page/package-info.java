/**
 * The status page: {@link org.bongsu.watch.page.StatusPage} makes all its files of a {@link
 * org.bongsu.watch.StatusView}, without clock or state; {@link
 * org.bongsu.watch.page.PagePublisher}s write them to a directory or a bucket.
 *
 * <p>Invariant: no scripts, nothing from elsewhere, and every text that is not ours is escaped.
 */
package org.bongsu.watch.page;
