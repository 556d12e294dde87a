package org.bongsu.matrix;

import java.util.Optional;
import org.bongsu.node.MatrixError;

/**
 * A point in a room's timeline, between two events: {@code prev_batch} of sync, {@code start} and
 * {@code end} of messages, context and relations. As text {@code t} and the ordering in base 36. A
 * sync token is accepted as a point of each timeline, too.
 *
 * @param ordering of the first event after the point
 */
public record TimelineToken(long ordering) {
  private static final int RADIX = 36;
  private static final int CHARS_MAX = 14;

  /**
   * Parses a token of this class or a sync token.
   *
   * @param shard of the room
   * @throws MatrixError {@code M_INVALID_PARAM} if the text is not a token
   */
  public static TimelineToken parse(String text, int shard, int shards) {
    if (text.startsWith("s")) {
      return SyncToken.parse(text, shards)
          .map(token -> new TimelineToken(token.ordering(shard)))
          .orElseThrow(TimelineToken::noToken);
    }
    return parseOwn(text).orElseThrow(TimelineToken::noToken);
  }

  private static Optional<TimelineToken> parseOwn(String text) {
    if (text.length() < 2 || text.length() > CHARS_MAX || text.charAt(0) != 't') {
      return Optional.empty();
    }
    try {
      long ordering = Long.parseLong(text.substring(1), RADIX);
      return ordering < 0 || text.charAt(1) == '+'
          ? Optional.empty()
          : Optional.of(new TimelineToken(ordering));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static MatrixError noToken() {
    return MatrixError.invalidParam("This is not a token of this server");
  }

  @Override
  public String toString() {
    return "t" + Long.toString(ordering, RADIX);
  }
}
