/**
 * Reports as one HTML file that needs nothing else: {@link org.bongsu.report.Report} is the data,
 * {@code report.html} the page that draws it, with the plotting library uPlot (MIT) in it.
 *
 * <p>Invariant: the data reaches the page as JSON alone; the page never reads it as markup.
 *
 * <p>Must not know: what is reported.
 */
package org.bongsu.report;
