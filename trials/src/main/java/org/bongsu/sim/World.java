package org.bongsu.sim;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.bongsu.apply.ShardMap;

/** What the sites of a run share. */
record World(
    ShardMap map,
    int sites,
    SimulatedLog log,
    SimulatedNetwork network,
    Scheduler scheduler,
    SeededRandom random,
    Path directory,
    History history,
    BugInjector bugs) {

  /** The names of all sites, by number. */
  List<String> names() {
    return IntStream.range(0, sites).mapToObj(number -> "site" + number).toList();
  }
}
