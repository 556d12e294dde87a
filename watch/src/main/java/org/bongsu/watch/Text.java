package org.bongsu.watch;

/** The same in both languages. */
public record Text(String korean, String english) {}
