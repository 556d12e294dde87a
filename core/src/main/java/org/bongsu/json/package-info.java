/**
 * JSON as trees: strict parsing of untrusted input, and the canonical form that is hashed.
 *
 * <p>Must not know: what the JSON means.
 */
package org.bongsu.json;
