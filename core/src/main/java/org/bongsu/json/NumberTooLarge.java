package org.bongsu.json;

/** Input is JSON with a number that no double holds, such as 1e400: it could not be stored. */
public final class NumberTooLarge extends MalformedJson {
  NumberTooLarge(double value) {
    super("a number is too large: " + value);
  }
}
