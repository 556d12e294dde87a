/**
 * Real servers as child processes, for everything that measures or breaks them.
 *
 * <p>Invariant: a process started here is stopped by its id, at the latest with its parent.
 */
package org.bongsu.launch;
