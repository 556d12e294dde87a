/**
 * The configuration of a server. Invariant: every setting is declared once, with its name, form,
 * meaning and default, on a component of a settings record ({@link org.bongsu.settings.Setting}).
 *
 * <p>Must not know: what a setting is used for.
 */
package org.bongsu.settings;
