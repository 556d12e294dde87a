/**
 * How a server is set up: every setting once, with its name, form, meaning and usual value.
 *
 * <p>Must not know: what is done with a setting.
 */
package org.bongsu.settings;
