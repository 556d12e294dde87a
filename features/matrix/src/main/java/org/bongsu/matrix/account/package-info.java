/**
 * Accounts: making them, signing devices in and out, passwords, profiles, finding people.
 *
 * <p>Invariants: once a sign-out has been acknowledged, no request with the old token succeeds; an
 * answer about a name that nobody has takes as long as one about a wrong password.
 *
 * <p>Must not know: rooms, but for who can know whom through them.
 */
package org.bongsu.matrix.account;
