/**
 * Tooling for all API tests: a client that checks every answer against the OpenAPI files of the
 * Matrix specification, the record of what was covered, the table {@code docs/conformance.md} made
 * from it, and a fuzzer over all operations.
 *
 * <p>Invariant: no answer goes unchecked; a test that uses {@link org.bongsu.contract.MatrixClient}
 * fails on a missing CORS header, a wrong error form or a body that violates the schema, whatever
 * else it asserts. If the specification's folder is missing, the schemas are skipped and all other
 * checks still apply.
 *
 * <p>Must not know: how the server is built. It speaks to a URL.
 */
@NullMarked
package org.bongsu.contract;

import org.jspecify.annotations.NullMarked;
