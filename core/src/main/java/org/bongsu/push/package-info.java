/**
 * Push rules as values: the defaults of the specification, a user's changes to them, and their
 * evaluation for an event (client-server API, push notifications).
 *
 * <p>Invariant: pure functions of their arguments; a ruleset is never changed, only replaced.
 *
 * <p>Must not know: stores, the API, pushers, and how notifications are delivered.
 */
package org.bongsu.push;
