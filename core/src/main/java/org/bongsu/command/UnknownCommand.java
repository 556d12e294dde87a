package org.bongsu.command;

/** The log contains a command that this program cannot read; the shard must stop. */
public final class UnknownCommand extends RuntimeException {
  public UnknownCommand(String message) {
    super(message);
  }
}
