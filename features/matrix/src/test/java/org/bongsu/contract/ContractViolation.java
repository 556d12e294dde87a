package org.bongsu.contract;

/** The server answered what the specification does not allow. */
public final class ContractViolation extends AssertionError {
  ContractViolation(String message) {
    super(message);
  }
}
