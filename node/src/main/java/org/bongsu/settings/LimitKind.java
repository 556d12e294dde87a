package org.bongsu.settings;

/** A kind of request whose rate is limited for each account or address; one setting each. */
public interface LimitKind {
  /** Its name in messages between sites. */
  String name();

  /** {@code limit-} and what is limited. */
  String setting();

  /** The limit that holds if none is given. */
  RequestLimit defaultLimit();

  /** What is counted, and for whom. */
  String what();
}
