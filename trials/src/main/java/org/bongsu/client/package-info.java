/**
 * A client of the Matrix API for trials, in which servers may fail at any time.
 *
 * <p>Must not know: anything of a server except its HTTP interface; what the requests are for.
 */
package org.bongsu.client;
