/**
 * One running server: how it is set up, its data directory, and how its parts are opened and
 * closed.
 *
 * <p>Invariant: what is opened is closed in the reverse order, also when opening fails half-way.
 */
package org.bongsu.node;
