package org.bongsu.cluster;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * Publish and subscribe between sites, for what need not be kept: typing, presence, use of rate
 * limits. A message arrives within a fraction of a second, or not at all.
 */
public interface Bus {
  /** On one machine there are no other sites. */
  Bus NONE =
      new Bus() {
        @Override
        public boolean isAlone() {
          return true;
        }

        @Override
        public void publish(String topic, ObjectNode message) {}

        @Override
        public void publishRegularly(String topic, Supplier<Optional<ObjectNode>> messages) {}

        @Override
        public void subscribe(String topic, Consumer<ObjectNode> listener) {}
      };

  /** Whether there are no other sites. */
  default boolean isAlone() {
    return false;
  }

  /**
   * Sends a message to the other sites within a fraction of a second. If too many wait to be sent,
   * it is dropped.
   *
   * @param message at most some kilobytes
   */
  void publish(String topic, ObjectNode message);

  /** Publishes what the supplier has, asked several times a second. */
  void publishRegularly(String topic, Supplier<Optional<ObjectNode>> messages);

  /**
   * Passes on messages of other sites; one listener per topic, called on one thread. Messages that
   * are malformed or late are dropped.
   */
  void subscribe(String topic, Consumer<ObjectNode> listener);
}
