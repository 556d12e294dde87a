/**
 * The command line. Each command is a class; the help is generated from its annotations.
 *
 * <p>Must not know: how anything is done; commands call the module that does it.
 */
package org.bongsu.app;
