/**
 * JSON as trees: strict parsing of what comes from outside, and the canonical form that is hashed.
 *
 * <p>Must not know: what the JSON means.
 */
package org.bongsu.json;
