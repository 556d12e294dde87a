package org.bongsu.cluster;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * Publish and subscribe between sites, for what need not be stored: typing, presence, use of rate
 * limits. Delivery is best effort: a message normally arrives within a fraction of a second; one
 * that cannot be sent, or is more than 15 seconds old, is dropped.
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
   * Sends a message to the other sites within a fraction of a second. It is dropped if 8,192
   * messages are waiting already.
   *
   * @param message at most a few kilobytes
   */
  void publish(String topic, ObjectNode message);

  /** Polls the supplier about ten times a second and publishes what it returns. */
  void publishRegularly(String topic, Supplier<Optional<ObjectNode>> messages);

  /**
   * Registers the listener for messages of other sites on a topic; it replaces an earlier one. All
   * listeners are called on one thread. Malformed and late messages are dropped.
   */
  void subscribe(String topic, Consumer<ObjectNode> listener);
}
