package org.bongsu.node;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.bongsu.effects.Effect;
import org.bongsu.http.Routes;
import org.bongsu.settings.Configuration;
import org.bongsu.settings.LimitKind;

/**
 * A capability of the product: the Matrix API, pushes, the status of a node. The command line lists
 * all features in one place; a node knows them only by this contract, and no feature knows another.
 */
public interface Feature {
  /** Its name in the settings reference and in the health report. */
  String name();

  /** The record whose components are its settings (see {@link org.bongsu.settings.Setting}). */
  default Optional<Class<? extends Record>> settings() {
    return Optional.empty();
  }

  /** The rate limits that it has. */
  default List<LimitKind> limits() {
    return List.of();
  }

  /** The configuration, with values that this feature stores in the data directory. */
  default Configuration complete(Configuration configuration, DataDirectory directory)
      throws IOException {
    return configuration;
  }

  /**
   * Its admin commands. They also work while no server runs, so they may use the homeserver only.
   */
  default Optional<AdminCommands> adminCommands(Homeserver homeserver) {
    return Optional.empty();
  }

  /** Starts it on a node whose shards are open and which does not answer requests yet. */
  Running start(NodeContext node);

  /** A running feature. */
  interface Running extends AutoCloseable {
    /** Adds its routes. */
    default void addTo(Routes routes) {}

    /**
     * Admin commands that need the running feature. They come before those of {@link
     * Feature#adminCommands}, and do not work while no server runs.
     */
    default Optional<AdminCommands> adminCommands() {
      return Optional.empty();
    }

    /** Its effects; see {@link Effect}. */
    default List<? extends Effect<?>> effects() {
      return List.of();
    }

    /** Its metrics. */
    default List<Metric> metrics() {
      return List.of();
    }

    /** Its health now, shown by the status feature. Must not block. */
    default List<HealthLine> health() {
      return List.of();
    }

    /** Ends its threads; called after the last request has been handled. */
    @Override
    default void close() {}
  }
}
