package org.bongsu.effects;

import tools.jackson.databind.node.ObjectNode;

/** One thing to be done once. Equal tasks are one. */
public interface EffectTask {
  /** The shard whose entry asks for it. */
  int shard();

  /** The same in every site and in each try; no other task of the effect has it. */
  String idempotencyKey();

  /** Who gets it: one task of a recipient after the other. */
  String recipient();

  /** Its form in the log; small, for many stand there together. See {@link Effect#restore}. */
  ObjectNode toJson();
}
