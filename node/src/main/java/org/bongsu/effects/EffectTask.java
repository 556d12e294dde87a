package org.bongsu.effects;

import tools.jackson.databind.node.ObjectNode;

/** One thing to be done once. Equal tasks are the same task. */
public interface EffectTask {
  /** The shard whose entry created it. */
  int shard();

  /** Unique among the effect's tasks, and equal in every site and each attempt. */
  String idempotencyKey();

  /** The recipient; its tasks are performed one after the other. */
  String recipient();

  /** Its form in the log; must be small, as one entry holds many. See {@link Effect#restore}. */
  ObjectNode toJson();
}
