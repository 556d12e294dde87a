package org.bongsu.settings;

/** There is no such setting, or it does not take this value. */
public final class InvalidSetting extends RuntimeException {
  InvalidSetting(String message) {
    super(message);
  }
}
