/**
 * The command line. Each command is a class; the help is generated from its annotations.
 *
 * <p>Must not know: how anything works inside; commands call the module that does the work.
 */
package org.bongsu.app;
