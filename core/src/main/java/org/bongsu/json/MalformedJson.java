package org.bongsu.json;

/** Input is not JSON that Bongsu accepts; the message says why. */
public class MalformedJson extends RuntimeException {
  public MalformedJson(String message) {
    super(message);
  }
}
