package org.bongsu.settings;

/** Something of which one account or address may have so much in a time: one setting each. */
public interface LimitKind {
  /** What nodes call it among themselves. */
  String name();

  /** {@code limit-} and what is limited. */
  String setting();

  /** The limit that holds if none is given. */
  RequestLimit defaultLimit();

  /** What is counted, and for whom. */
  String what();
}
