package org.bongsu.command;

/** The log holds something that this program cannot read, so it must not go on applying. */
public final class UnknownCommand extends RuntimeException {
  public UnknownCommand(String message) {
    super(message);
  }
}
