/**
 * Serves the files of the web client from the class path. They may be absent: the packaging decides
 * whether they are there.
 *
 * <p>Invariant: only files and paths listed in {@code files.json} are answered, each with the
 * security headers.
 *
 * <p>Must not know: what the files contain, and the Matrix API that the client uses.
 */
@org.jspecify.annotations.NullMarked
package org.bongsu.webclient;
