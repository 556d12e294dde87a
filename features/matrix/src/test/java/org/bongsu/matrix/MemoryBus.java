package org.bongsu.matrix;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bongsu.cluster.Bus;
import tools.jackson.databind.node.ObjectNode;

/** A bus between sites in one process. Regular messages are published by {@link #beat}. */
public final class MemoryBus {
  private final List<Stop> stops = new ArrayList<>();

  /** Another site on the bus. */
  public Bus site() {
    Stop stop = new Stop();
    stops.add(stop);
    return stop;
  }

  /** Publishes the regular messages of all sites. */
  public void beat() {
    for (Stop from : stops) {
      from.regular.forEach((topic, news) -> news.get().ifPresent(w -> from.publish(topic, w)));
    }
  }

  private final class Stop implements Bus {
    private final Map<String, Consumer<ObjectNode>> listeners = new HashMap<>();
    private final Map<String, Supplier<Optional<ObjectNode>>> regular = new HashMap<>();

    @Override
    public void publish(String topic, ObjectNode message) {
      for (Stop other : stops) {
        if (other != this && other.listeners.containsKey(topic)) {
          other.listeners.get(topic).accept(message.deepCopy());
        }
      }
    }

    @Override
    public void publishRegularly(String topic, Supplier<Optional<ObjectNode>> news) {
      regular.put(topic, news);
    }

    @Override
    public void subscribe(String topic, Consumer<ObjectNode> listener) {
      listeners.put(topic, listener);
    }
  }
}
