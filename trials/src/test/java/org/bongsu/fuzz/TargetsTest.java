package org.bongsu.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replays each target's corpus, which includes earlier findings, and seeded mutations of it. Longer
 * with {@code -Dmutations=100000}, the number for each target; {@code ./bongsu fuzz} goes further.
 */
class TargetsTest {
  private static final int MUTATIONS = Integer.getInteger("mutations", 1000);
  private static final Path HOME = Path.of("..");
  private static final long CORPUS_BYTES_MAX = 300_000;

  static List<Target> targets() {
    return Targets.ALL;
  }

  @ParameterizedTest
  @MethodSource("targets")
  void everythingHolds(Target target) throws IOException {
    List<byte[]> corpus = new ArrayList<>();
    for (Path file : files(FuzzTrial.corpus(HOME, target))) {
      corpus.add(Files.readAllBytes(file));
      check(target, corpus.getLast(), file);
    }
    assertFalse(corpus.isEmpty(), "there are inputs to begin with");
    Mutations mutations = new Mutations(corpus, target.bytesMax());
    for (long seed = 0; seed < MUTATIONS; seed++) {
      check(target, mutations.of(seed), Path.of("target", "fuzz", target.name() + "-" + seed));
    }
  }

  /** A failing input is written to the file. */
  private static void check(Target target, byte[] input, Path file) throws IOException {
    try {
      target.run(input);
    } catch (RuntimeException | StackOverflowError finding) {
      Files.createDirectories(file.getParent());
      Files.write(file, input);
      fail(
          "repeat it with ./bongsu fuzz --target %s --replay %s"
              .formatted(target.name(), file.toAbsolutePath().normalize()),
          finding);
    }
  }

  @Test
  void theCorpusIsSmallAndBelongsToTargets() throws IOException {
    Path all = HOME.resolve("trials/corpus");
    long bytes = 0;
    for (Path file : files(all)) {
      bytes += Files.size(file);
    }
    assertTrue(bytes <= CORPUS_BYTES_MAX, bytes + " bytes");
    try (Stream<Path> directories = Files.list(all)) {
      Set<String> names =
          directories
              .filter(Files::isDirectory)
              .map(directory -> directory.getFileName().toString())
              .collect(Collectors.toSet());
      assertEquals(Targets.ALL.stream().map(Target::name).collect(Collectors.toSet()), names);
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
