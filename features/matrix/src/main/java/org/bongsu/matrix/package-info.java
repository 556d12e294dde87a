/**
 * The Matrix client-server API. Each subject has a package with its operations; here is what they
 * share.
 *
 * <p>Invariant: a handler decides nothing that two requests could race for; it appends a command,
 * and {@code apply} decides.
 *
 * <p>Must not know: Vert.x, SQLite files, the log.
 */
package org.bongsu.matrix;
