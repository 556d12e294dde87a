/**
 * Reports as one self-contained HTML file: {@link org.bongsu.report.Report} is the data, {@code
 * report.html} the page that draws it, with the plotting library uPlot (MIT) in it.
 *
 * <p>Invariant: the page gets the data as JSON only and never interprets it as markup.
 *
 * <p>Must not know: what is reported.
 */
package org.bongsu.report;
