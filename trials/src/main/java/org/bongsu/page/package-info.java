/**
 * HTML pages that need nothing else, for everything that reports.
 *
 * <p>Must not know: what is reported.
 */
package org.bongsu.page;
