package org.bongsu.drill;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one syncing client has been shown, in order. Thread-safe. */
final class View {
  private final Map<String, List<String>> events = new LinkedHashMap<>();
  private final List<String> toDevice = new ArrayList<>();

  /** A message event in a room's timeline. */
  synchronized void saw(String room, String event) {
    events.computeIfAbsent(room, r -> new ArrayList<>()).add(event);
  }

  synchronized void got(String toDeviceMessage) {
    toDevice.add(toDeviceMessage);
  }

  /** The newest event of a room; empty if there is none. */
  synchronized String newest(String room) {
    List<String> seen = events.getOrDefault(room, List.of());
    return seen.isEmpty() ? "" : seen.getLast();
  }

  /** By room, the events that were shown. */
  synchronized Map<String, List<String>> events() {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    events.forEach((room, seen) -> copy.put(room, List.copyOf(seen)));
    return copy;
  }

  synchronized List<String> toDevice() {
    return List.copyOf(toDevice);
  }
}
