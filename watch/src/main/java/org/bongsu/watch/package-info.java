/**
 * The status watcher: probes a deployment from outside as a person would, agrees with other
 * watchers on what works, keeps a record of incidents, and publishes a status page.
 *
 * <p>Mechanism: {@code WatcherMachine} makes all decisions and has no thread, lock or clock; {@code
 * Watcher} drives it.
 *
 * <p>Invariant: needs nothing of what it watches. An incident opens and ends only by a majority of
 * all watchers.
 */
package org.bongsu.watch;
