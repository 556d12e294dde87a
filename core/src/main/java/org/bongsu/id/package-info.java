/**
 * Identifiers as record types, validated by their constructors.
 *
 * <p>Must not know: anything else of Bongsu.
 */
package org.bongsu.id;
