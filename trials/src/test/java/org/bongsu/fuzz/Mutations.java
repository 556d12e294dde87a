package org.bongsu.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages inputs in seeded ways: bytes, numbers, cuts, parts moved, repeated, and of others. */
final class Mutations {
  private static final int CHANGES_MAX = 4;
  private static final int PART_BYTES_MAX = 64;

  /** Numbers that are at an edge of something. */
  private static final int[] EDGES = {
    0, 1, 7, 8, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff
  };

  /** Characters that mean something in one of the texts. */
  private static final String SIGNS =
      "\0\n \"%&'*+,-./:;<=>?@[\\]_`{|}~09azAZ\u007f\u00c3\u00ed\u00ff";

  private final List<byte[]> inputs;
  private final int bytesMax;

  Mutations(List<byte[]> inputs, int bytesMax) {
    this.inputs = inputs;
    this.bytesMax = bytesMax;
  }

  byte[] of(long seed) {
    Random random = new Random(seed);
    byte[] bytes = any(random).clone();
    for (int left = 1 + random.nextInt(CHANGES_MAX); left > 0; left--) {
      bytes = change(bytes, random);
    }
    return bytes.length > bytesMax ? Arrays.copyOf(bytes, bytesMax) : bytes;
  }

  private byte[] any(Random random) {
    return inputs.get(random.nextInt(inputs.size()));
  }

  private byte[] change(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length + 1);
    byte[] other = any(random);
    int from = random.nextInt(other.length + 1);
    byte[] part =
        Arrays.copyOfRange(
            other, from, Math.min(other.length, from + random.nextInt(PART_BYTES_MAX)));
    return switch (random.nextInt(7)) {
      case 0 -> replace(bytes, at, new byte[] {(byte) random.nextInt()});
      case 1 -> replace(bytes, at, Bytes.of(sign(random)));
      case 2 -> replace(bytes, at, number(random));
      case 3 -> replace(bytes, at, part);
      case 4 -> insert(bytes, at, Bytes.of(sign(random)));
      case 5 -> insert(bytes, at, part);
      default -> Arrays.copyOf(bytes, at);
    };
  }

  private static String sign(Random random) {
    int at = random.nextInt(SIGNS.length());
    return SIGNS.substring(at, at + 1);
  }

  private static byte[] number(Random random) {
    int number = EDGES[random.nextInt(EDGES.length)];
    int ordered = random.nextBoolean() ? number : Integer.reverseBytes(number);
    return random.nextBoolean() ? Bytes.ofInt(ordered) : Bytes.ofShort(number);
  }

  private static byte[] replace(byte[] bytes, int at, byte[] with) {
    byte[] changed = bytes.clone();
    System.arraycopy(with, 0, changed, at, Math.min(with.length, bytes.length - at));
    return changed;
  }

  private static byte[] insert(byte[] bytes, int at, byte[] what) {
    return Bytes.join(Arrays.copyOf(bytes, at), what, Arrays.copyOfRange(bytes, at, bytes.length));
  }
}
