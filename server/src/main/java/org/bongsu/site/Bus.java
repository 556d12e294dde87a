package org.bongsu.site;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells the other sites what need not be kept: who types, who is there, who has asked for how much.
 * It arrives within a fraction of a second, or not at all.
 */
public interface Bus {
  /** On one machine there is nobody to tell. */
  Bus NONE =
      new Bus() {
        @Override
        public boolean isAlone() {
          return true;
        }

        @Override
        public void tell(String subject, ObjectNode what) {}

        @Override
        public void tellRegularly(String subject, Supplier<Optional<ObjectNode>> news) {}

        @Override
        public void hear(String subject, Consumer<ObjectNode> listener) {}
      };

  /** Whether there is nobody to tell. */
  default boolean isAlone() {
    return false;
  }

  /**
   * Tells the other sites as soon as may be. Where too much waits to be told, this is not.
   *
   * @param what at most some kilobytes
   */
  void tell(String subject, ObjectNode what);

  /** Asks some times a second what there is to tell. */
  void tellRegularly(String subject, Supplier<Optional<ObjectNode>> news);

  /**
   * Hears what other sites tell; one listener for a subject, called on one thread. What is
   * malformed or comes late is left out.
   */
  void hear(String subject, Consumer<ObjectNode> listener);
}
