/**
 * The language of the log: every command that may stand in it, and the outcomes.
 *
 * <p>Invariant: what has once been written can be read by every later version.
 *
 * <p>Must not know: how a command is applied.
 */
package org.bongsu.command;
