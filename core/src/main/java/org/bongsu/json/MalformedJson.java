package org.bongsu.json;

/** What came from outside is no JSON that Bongsu reads; the message says why. */
public final class MalformedJson extends RuntimeException {
  public MalformedJson(String message) {
    super(message);
  }
}
