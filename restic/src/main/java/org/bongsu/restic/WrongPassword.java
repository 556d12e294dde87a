package org.bongsu.restic;

/** No key of the repository opens with this password. */
public final class WrongPassword extends RuntimeException {
  public WrongPassword(String message) {
    super(message);
  }

  public WrongPassword(String message, Throwable cause) {
    super(message, cause);
  }
}
