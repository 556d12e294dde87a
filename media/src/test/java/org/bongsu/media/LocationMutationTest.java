package org.bongsu.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bongsu.media.LocationCorpus.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damages the files of the corpus in seeded ways: bytes, lengths, cuts, parts moved and repeated.
 * Whatever comes of it, the parsers answer or refuse, in bounded time. Longer with {@code
 * -Dmutations=100000}, the number for each file.
 */
class LocationMutationTest {
  private static final int MUTATIONS = Integer.getInteger("mutations", 150);
  private static final long CPU_MILLIS_MAX = 2_000;

  /** Numbers that are at an edge of something. */
  private static final int[] EDGES = {
    0, 1, 7, 8, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff
  };

  @TempDir Path directory;

  @Test
  void everyParserAnswersOrRefusesWhateverIsDamaged() throws Exception {
    List<byte[]> originals =
        new ArrayList<>(LocationCorpus.all().stream().map(Sample::bytes).toList());
    for (String name : new String[] {"gps.jpg", "gps.png", "gps.webp", "gps.heic", "gps.avif"}) {
      originals.add(Pictures.file(name));
    }
    for (int file = 0; file < originals.size(); file++) {
      for (int i = 0; i < MUTATIONS; i++) {
        long seed = file * 1_000_000_000L + i;
        byte[] damaged = mutate(originals.get(file), new Random(seed));
        try {
          check(damaged);
        } catch (RuntimeException | AssertionError | StackOverflowError e) {
          fail("seed " + seed, e);
        }
      }
    }
  }

  private void check(byte[] damaged) throws IOException {
    Path file = directory.resolve("damaged");
    Files.write(file, damaged);
    long began = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    if (strip(file)) {
      byte[] once = Files.readAllBytes(file);
      assertEquals(damaged.length, once.length);
      assertTrue(strip(file), "what is clean is not refused");
      assertArrayEquals(once, Files.readAllBytes(file), "what is clean stays as it is");
    }
    Optional<ImageInfo> info =
        ImageInfo.read(new StoredMedia(new ContentHash("0".repeat(64)), damaged.length, file));
    info.ifPresent(image -> assertTrue(image.width() > 0 && image.height() > 0));
    long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - began;
    assertTrue(nanos < CPU_MILLIS_MAX * 1_000_000, nanos + " ns of CPU");
  }

  /** Whether it was cleaned, not refused. */
  private static boolean strip(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      LocationStripper.strip(channel);
      return true;
    } catch (LocationNotRemovable refused) {
      return false;
    }
  }

  private static byte[] mutate(byte[] original, Random random) {
    byte[] bytes = original.clone();
    for (int k = random.nextInt(4); k >= 0; k--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> putNumber(bytes, at, EDGES[random.nextInt(EDGES.length)], random);
        case 3 -> bytes = Arrays.copyOf(bytes, 1 + at);
        case 4 -> {
          int length = Math.min(random.nextInt(64), Math.min(bytes.length - at, original.length));
          System.arraycopy(
              original, random.nextInt(original.length - length + 1), bytes, at, length);
        }
        default -> {
          int length = Math.min(random.nextInt(64), bytes.length - at);
          bytes = Pictures.insert(bytes, at, Arrays.copyOfRange(bytes, at, at + length));
        }
      }
    }
    return bytes;
  }

  private static void putNumber(byte[] bytes, int at, int number, Random random) {
    int length = Math.min(1 << random.nextInt(3), bytes.length - at);
    boolean little = random.nextBoolean();
    for (int i = 0; i < length; i++) {
      int shift = 8 * (little ? i : length - 1 - i);
      bytes[at + i] = (byte) (number >>> shift);
    }
  }
}
