package org.bongsu.contract;

/** The server's answer violates the specification. */
public final class ContractViolation extends AssertionError {
  ContractViolation(String message) {
    super(message);
  }
}
