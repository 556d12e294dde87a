package org.bongsu.cluster.media;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.bongsu.media.ContentHash;
import org.bongsu.media.MediaStore;

/**
 * What a media store holds, in short: a digest of the hashes under each first byte, so that sites
 * that hold the same find that out by one question.
 *
 * @param digests by first byte; {@link #NOTHING} where nothing is held
 */
record Inventory(List<String> digests) {
  /** Contents lie under the first byte of their hash, and are compared by it. */
  static final int FIRST_BYTES = 256;

  private static final String NOTHING = "-";
  private static final Pattern DIGEST = Pattern.compile("-|[0-9a-f]{64}");

  static Inventory of(MediaStore store) {
    List<String> digests = new ArrayList<>();
    for (int first = 0; first < FIRST_BYTES; first++) {
      digests.add(digest(store.held(first)));
    }
    return new Inventory(digests);
  }

  private static String digest(List<ContentHash> held) {
    if (held.isEmpty()) {
      return NOTHING;
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      held.forEach(hash -> digest.update(hash.value().getBytes(StandardCharsets.US_ASCII)));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A line for each first byte. */
  String text() {
    return String.join("\n", digests) + "\n";
  }

  /** Empty for what is none. */
  static Optional<Inventory> parse(String text) {
    List<String> lines = text.lines().toList();
    boolean whole = lines.size() == FIRST_BYTES;
    return whole && lines.stream().allMatch(line -> DIGEST.matcher(line).matches())
        ? Optional.of(new Inventory(lines))
        : Optional.empty();
  }

  /** The first bytes under which the other one holds something, and not the same. */
  Set<Integer> differing(Inventory other) {
    Set<Integer> differing = new TreeSet<>();
    for (int first = 0; first < FIRST_BYTES; first++) {
      String there = other.digests.get(first);
      if (!there.equals(NOTHING) && !there.equals(digests.get(first))) {
        differing.add(first);
      }
    }
    return differing;
  }
}
