package org.bongsu.sim;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.bongsu.apply.ShardMap;

/** What the sites of a run have around them, and in common. */
record World(
    ShardMap map,
    int sites,
    SimulatedLog log,
    SimulatedNetwork network,
    Scheduler agenda,
    SeededRandom chance,
    Path directory,
    History history,
    BugInjector sabotage) {

  /** How all sites are called, by their numbers. */
  List<String> names() {
    return IntStream.range(0, sites).mapToObj(number -> "site" + number).toList();
  }
}
