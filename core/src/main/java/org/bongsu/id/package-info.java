/**
 * Identifiers as record types, checked when they are made.
 *
 * <p>Must not know: anything else of Bongsu.
 */
package org.bongsu.id;
