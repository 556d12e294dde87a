/**
 * The vocabulary of the log: all commands that may be in it, and their outcomes.
 *
 * <p>Invariant: whatever was written can be read by every later version.
 *
 * <p>Must not know: how a command is applied.
 */
package org.bongsu.command;
