/**
 * Support for end-to-end encryption: device keys, cross-signing, key backups, to-device messages.
 *
 * <p>Invariants: a one-time key is given to at most one claim; cross-signing keys are replaced only
 * after the password was given again.
 *
 * <p>Must not know: the content of encrypted messages and backups; both are stored as opaque JSON.
 */
package org.bongsu.matrix.keys;
