/**
 * What a client asks before it logs in: the server's address, its versions and capabilities, and
 * the support contact.
 *
 * <p>Invariant: only versions and features that the server covers are advertised; clients choose
 * their code paths by them.
 *
 * <p>Must not know: accounts, rooms, shards. Answers follow from the configuration and the request.
 */
package org.bongsu.matrix.discovery;
