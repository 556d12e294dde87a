/**
 * A client of the Matrix API for everything that tries servers which may be gone at any moment.
 *
 * <p>Must not know: anything of a server but its HTTP interface; who asks, and why.
 */
package org.bongsu.client;
