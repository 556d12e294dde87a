package org.bongsu.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bongsu.site.Bus;
import tools.jackson.databind.node.ObjectNode;

/** A bus between sites in one process; what is told regularly is told at each {@link #beat}. */
public final class MemoryBus {
  private final List<Stop> stops = new ArrayList<>();

  /** Another site on the bus. */
  public Bus site() {
    Stop stop = new Stop();
    stops.add(stop);
    return stop;
  }

  /** Tells what there is to tell. */
  public void beat() {
    for (Stop from : stops) {
      from.regular.forEach((subject, news) -> news.get().ifPresent(w -> from.tell(subject, w)));
    }
  }

  private final class Stop implements Bus {
    private final Map<String, Consumer<ObjectNode>> listeners = new HashMap<>();
    private final Map<String, Supplier<Optional<ObjectNode>>> regular = new HashMap<>();

    @Override
    public void tell(String subject, ObjectNode what) {
      for (Stop other : stops) {
        if (other != this && other.listeners.containsKey(subject)) {
          other.listeners.get(subject).accept(what.deepCopy());
        }
      }
    }

    @Override
    public void tellRegularly(String subject, Supplier<Optional<ObjectNode>> news) {
      regular.put(subject, news);
    }

    @Override
    public void hear(String subject, Consumer<ObjectNode> listener) {
      listeners.put(subject, listener);
    }
  }
}
