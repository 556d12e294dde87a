package org.bongsu.sim;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import org.bongsu.command.Command;
import org.bongsu.log.LogRecord;
import org.bongsu.shard.StateMachine;
import org.bongsu.store.Db;
import org.bongsu.store.ShardFile;

/**
 * Makes a recorded log: entries of every kind of command from a simulated run, each with its
 * shard's digest after it. Later versions must compute the same digests. The log starts at the
 * oldest level, and each shard switches to the newest.
 */
final class Recording {
  /** A small deployment without crashes, which would add nothing new to the log. */
  private static final SimOptions SIZE = new SimOptions(2, 1, 4, 8, 0, true);

  private static final int SEEDS_MAX = 400;

  private Recording() {}

  /** The lines of a recording with every kind of command, from the first seed that yields one. */
  static List<String> make(Path directory) {
    TreeSet<String> missing = new TreeSet<>();
    for (long seed = 1; seed <= SEEDS_MAX; seed++) {
      missing.addAll(namesOf(Command.class));
      Path own = directory.resolve("seed" + seed);
      own.toFile().mkdirs();
      try (Simulation simulation = new Simulation(seed, SIZE, own, BugInjector.NONE, Version.OLD)) {
        simulation.play();
        simulation.judge();
        List<String> lines = lines(simulation.sites(), own);
        String text = String.join("\n", lines);
        missing.removeIf(name -> text.contains("\"do\":\"" + name + "\""));
        if (missing.isEmpty()) {
          return lines;
        }
      }
    }
    throw new IllegalStateException("the last seed did not bring " + missing);
  }

  /** The simple names of all commands, as entries name them. */
  static List<String> namesOf(Class<?> type) {
    if (!type.isSealed()) {
      return List.of(type.getSimpleName());
    }
    List<String> names = new ArrayList<>();
    for (Class<?> permitted : type.getPermittedSubclasses()) {
      names.addAll(namesOf(permitted));
    }
    return names;
  }

  private static List<String> lines(Sites sites, Path directory) {
    List<String> lines = new ArrayList<>();
    for (int shard = 0; shard < sites.map().count(); shard++) {
      Path file = directory.resolve("recorded" + shard + ".db");
      try (Db db = new ShardFile(file).openWriter()) {
        StateMachine machine = new StateMachine(shard, sites.map(), db);
        int end = Math.toIntExact(sites.log().end(shard));
        for (LogRecord written : sites.log().read(0, shard, 0, end)) {
          LogRecord record = Version.NEW.read(written);
          machine.apply(List.of(record));
          lines.add(
              "{\"shard\":%d,\"position\":%d,\"digest\":\"%s\",\"entry\":%s}"
                  .formatted(
                      shard,
                      record.position(),
                      HexFormat.of().formatHex(machine.digest(), 0, 8),
                      new String(record.payload(), StandardCharsets.UTF_8)));
        }
      }
    }
    return lines;
  }
}
