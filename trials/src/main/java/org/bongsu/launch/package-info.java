/**
 * Real servers as child processes, for everything that measures or breaks them.
 *
 * <p>Invariant: a process that was started here is ended by its id, at the latest with its parent.
 */
package org.bongsu.launch;
