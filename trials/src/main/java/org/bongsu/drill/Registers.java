package org.bongsu.drill;

/** Names of values that are overwritten: subjects of {@link Operation.Kind#WRITE}. */
final class Registers {
  private static final String NAME = "name ";
  private static final String MEMBERSHIP = "membership ";

  private Registers() {}

  static String name(String userId) {
    return NAME + userId;
  }

  static String membership(String room, String userId) {
    return MEMBERSHIP + room + " " + userId;
  }
}
