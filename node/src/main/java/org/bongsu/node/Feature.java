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
 * all features in one place; a node knows them only by this contract, and none knows another.
 */
public interface Feature {
  /** In the reference and in the health report. */
  String name();

  /** The record whose components are its settings (see {@link org.bongsu.settings.Setting}). */
  default Optional<Class<? extends Record>> settings() {
    return Optional.empty();
  }

  /** What it limits for each account or address. */
  default List<LimitKind> limits() {
    return List.of();
  }

  /** The configuration with what this feature keeps in the data directory. */
  default Configuration complete(Configuration configuration, DataDirectory directory)
      throws IOException {
    return configuration;
  }

  /**
   * What the operator can do about it on the command line; also while no server runs, so it needs
   * nothing but the homeserver.
   */
  default Optional<AdminCommands> adminCommands(Homeserver homeserver) {
    return Optional.empty();
  }

  /** Starts it on a node whose shards are open and which does not answer requests yet. */
  Running start(NodeContext node);

  /** A feature at work. */
  interface Running extends AutoCloseable {
    /** Adds its operations. */
    default void addTo(Routes routes) {}

    /** What it does in the world because of commits; see {@link Effect}. */
    default List<? extends Effect<?>> effects() {
      return List.of();
    }

    /** Its numbers, for the metrics. */
    default List<Metric> metrics() {
      return List.of();
    }

    /** How it is now; shown by the status feature. Quick, and never waiting for anything. */
    default List<HealthLine> health() {
      return List.of();
    }

    /** Ends what runs by itself. No request is handled any more. */
    @Override
    default void close() {}
  }
}
