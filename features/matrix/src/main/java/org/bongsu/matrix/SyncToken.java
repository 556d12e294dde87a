package org.bongsu.matrix;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bongsu.apply.Tx;

/**
 * A point up to which a client has synced: the position of each shard, and of data that does not go
 * through the log. As text {@code s12_0_3…}, numbers in base 36; then {@code .d} and the ordering
 * below which to-device messages were sent, if that is less than the shard's position implies; then
 * {@code .e} with the node run and the sequence number of ephemeral data.
 *
 * <p>Positions are the log's own, so a token means the same at every site. Ephemeral data of
 * another run is sent again.
 *
 * @param positions of each shard, the next one to apply
 * @param deviceUpTo 0 if to-device messages follow the positions
 * @param run of the node that sent the ephemeral data; empty for none
 */
@SuppressWarnings("ArrayRecordComponent") // compared by text
public record SyncToken(long[] positions, long deviceUpTo, String run, long ephemeral) {
  private static final int RADIX = 36;

  /** Positions are shifted by 16 bits to give orderings; more would overflow. */
  private static final long POSITION_MAX = 1L << 46;

  private static final int CHARS_MAX = 16 * 1024;
  private static final Pattern FORM =
      Pattern.compile(
          "s[0-9a-z]{1,12}(_[0-9a-z]{1,12})*+(\\.d[0-9a-z]{1,13})?(\\.e[0-9A-Za-z]{1,16}-[0-9a-z]{1,12})?");

  /** Parses a token of a deployment with {@code shards} shards; empty if it is malformed. */
  public static Optional<SyncToken> parse(String text, int shards) {
    if (text.length() > CHARS_MAX || !FORM.matcher(text).matches()) {
      return Optional.empty();
    }
    String[] parts = text.substring(1).split("\\.", -1);
    String[] numbers = parts[0].split("_", -1);
    if (numbers.length != shards) {
      return Optional.empty();
    }
    long[] positions = new long[shards];
    for (int i = 0; i < shards; i++) {
      positions[i] = number(numbers[i]);
    }
    long deviceUpTo = 0;
    String run = "";
    long ephemeral = 0;
    for (String part : Arrays.asList(parts).subList(1, parts.length)) {
      if (part.startsWith("d")) {
        deviceUpTo = number(part.substring(1));
      } else {
        int dash = part.indexOf('-');
        run = part.substring(1, dash);
        ephemeral = number(part.substring(dash + 1));
      }
    }
    boolean possible =
        Arrays.stream(positions).allMatch(p -> p >= 0 && p <= POSITION_MAX)
            && deviceUpTo >= 0
            && ephemeral >= 0;
    return possible
        ? Optional.of(new SyncToken(positions, deviceUpTo, run, ephemeral))
        : Optional.empty();
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text, RADIX);
    } catch (NumberFormatException tooLarge) {
      return -1;
    }
  }

  /** All data on the shard below this ordering has been sent. */
  public long ordering(int shard) {
    return Tx.firstOrdering(positions[shard]);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(64).append('s');
    for (int i = 0; i < positions.length; i++) {
      text.append(i == 0 ? "" : "_").append(Long.toString(positions[i], RADIX));
    }
    if (deviceUpTo > 0) {
      text.append(".d").append(Long.toString(deviceUpTo, RADIX));
    }
    if (!run.isEmpty()) {
      text.append(".e").append(run).append('-').append(Long.toString(ephemeral, RADIX));
    }
    return text.toString();
  }
}
