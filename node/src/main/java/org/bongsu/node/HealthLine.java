package org.bongsu.node;

/**
 * One line of the health report.
 *
 * @param what it is about, unique within its feature
 * @param detail one sentence for the operator
 */
public record HealthLine(String what, boolean works, String detail) {}
