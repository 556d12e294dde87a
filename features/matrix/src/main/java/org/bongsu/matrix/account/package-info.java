/**
 * Accounts: registration, login, passwords, devices, profiles, user directory.
 *
 * <p>Invariants: once a sign-out has been acknowledged, no request with the old token succeeds; an
 * answer about an unknown user name takes as long as one about a wrong password.
 *
 * <p>Must not know: rooms, except to find which users can see each other through them.
 */
package org.bongsu.matrix.account;
