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
 * A summary of a media store: for each first byte, a digest of the hashes held under it, so that
 * one request shows whether two sites hold the same.
 *
 * @param digests by first byte; {@link #NOTHING} if nothing is held
 */
record Inventory(List<String> digests) {
  /** Content is stored, and compared, by the first byte of its hash. */
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

  /** One line for each first byte. */
  String text() {
    return String.join("\n", digests) + "\n";
  }

  /** Empty if the text is not an inventory. */
  static Optional<Inventory> parse(String text) {
    List<String> lines = text.lines().toList();
    boolean whole = lines.size() == FIRST_BYTES;
    return whole && lines.stream().allMatch(line -> DIGEST.matcher(line).matches())
        ? Optional.of(new Inventory(lines))
        : Optional.empty();
  }

  /** The first bytes under which the other one holds something different. */
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
