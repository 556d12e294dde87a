/**
 * End-to-end encryption: keys, cross-signing, backups, and messages between devices.
 *
 * <p>Must not know: what clients encrypt.
 */
package org.bongsu.matrix.keys;
