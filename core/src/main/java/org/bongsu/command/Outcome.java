package org.bongsu.command;

import org.bongsu.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** The outcome of a command. A refusal is a regular outcome, not a failure. */
public sealed interface Outcome {

  /** Applied; {@code result} is returned to the caller, for example an event id. */
  record Accepted(ObjectNode result) implements Outcome {}

  /** Not applied; nothing has changed. {@code detail} is one sentence for a person. */
  record Refused(Refusal why, String detail) implements Outcome {}

  static Outcome accepted() {
    return new Accepted(Json.object());
  }

  static Outcome accepted(String key, String value) {
    return new Accepted(Json.object().put(key, value));
  }

  static Outcome refused(Refusal why, String detail) {
    return new Refused(why, detail);
  }
}
