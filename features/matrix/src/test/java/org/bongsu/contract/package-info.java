/**
 * What every test of the API stands on: a client whose every answer is compared with the OpenAPI
 * files of the Matrix specification, the record of what was covered, the table {@code
 * docs/conformance.md} made from it, and a fuzzer over all operations.
 *
 * <p>Invariant: no answer goes unchecked; a test that uses {@link org.bongsu.contract.MatrixClient}
 * fails on a missing CORS header, a wrong error form or a body that the schema refuses, whatever
 * else it asserts. Where the specification's folder isn't there, the schemas are left out and the
 * rest still holds.
 *
 * <p>Must not know: how the server is built. It speaks to a URL.
 */
@NullMarked
package org.bongsu.contract;

import org.jspecify.annotations.NullMarked;
