/**
 * The Matrix client-server API. Each subject has a subpackage with its operations; this package
 * holds what they share: the feature's settings and limits, and the tokens for sync and timelines.
 *
 * <p>Invariant: a handler makes no decision that concurrent requests could race for; it appends a
 * command, and {@code apply} decides.
 *
 * <p>Must not know: Vert.x, SQLite files, the log's implementation, other features.
 */
package org.bongsu.matrix;
