package org.bongsu.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bongsu.http.RequestError;
import org.bongsu.id.DeviceId;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomAlias;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.matrix.SyncToken;
import org.bongsu.matrix.TimelineToken;
import org.bongsu.matrix.search.SearchRequest;
import org.bongsu.matrix.search.SearchToken;
import org.bongsu.media.ContentHash;
import org.bongsu.media.MediaId;
import org.bongsu.node.AccessTokens;

/** What holds for tokens and identifiers: a text that is one is written as it was read. */
final class TokenChecks {
  private static final int SHARDS = 3;
  private static final String SERVER = "bongsu.example";

  /** Specification, appendices: identifiers have at most 255 bytes. */
  private static final int ID_BYTES_MAX = 255;

  private TokenChecks() {}

  /** What a parser made of a text; empty if it refused it in the declared way. */
  private static <T> Optional<T> parsed(Supplier<T> parser) {
    try {
      return Optional.of(parser.get());
    } catch (RequestError refused) {
      return Optional.empty();
    }
  }

  /** Sync and timeline tokens. */
  static void syncToken(byte[] input) {
    String text = Fields.of(input, 1).text(0);
    SyncToken.parse(text, SHARDS)
        .ifPresent(token -> {
          Property.same(
              Optional.of(token.toString()),
              SyncToken.parse(token.toString(), SHARDS).map(SyncToken::toString),
              "a token that was written");
          for (int shard = 0; shard < SHARDS; shard++) {
            Property.holds(token.ordering(shard) >= 0, "orderings are not negative");
          }
          Property.holds(token.deviceUpTo() >= 0 && token.ephemeral() >= 0, "nothing is negative");
        });
    parsed(() -> TimelineToken.parse(text, 1, SHARDS))
        .ifPresent(token -> {
          Property.holds(token.ordering() >= 0, "orderings are not negative");
          Property.same(
              token, TimelineToken.parse(token.toString(), 1, SHARDS), "written and read");
        });
  }

  /** Tokens for the next page of a search, each for one order. */
  static void searchToken(byte[] input) {
    String text = Fields.of(input, 1).text(0);
    for (SearchRequest.Order order : SearchRequest.Order.values()) {
      parsed(() -> SearchToken.parse(text, order, SHARDS))
          .ifPresent(token -> {
            Property.same(order, token.order(), "the order that it is for");
            Property.same(SHARDS, token.before().length, "a position for each shard");
            Property.holds(token.offset() >= 0 && token.count() >= 0, "nothing is negative");
            String written = token.toString();
            Property.same(
                written, SearchToken.parse(written, order, SHARDS).toString(), "written and read");
          });
    }
  }

  /** Access and refresh tokens: they name users of this server only. */
  static void accessToken(byte[] input) {
    String text = Fields.of(input, 1).text(0);
    Stream.of(AccessTokens.userOf(text, SERVER), AccessTokens.userOfRefresh(text, SERVER))
        .flatMap(Optional::stream)
        .forEach(user -> Property.same(SERVER, user.serverName(), "the server of " + user));
    Property.same(64, AccessTokens.hash(text).length(), "digits of a hash");
  }

  /** Identifiers of all kinds. */
  static void id(byte[] input) {
    String text = Fields.of(input, 1).text(0);
    accepted(UserId::new, text)
        .ifPresent(user ->
            Property.same(
                user, UserId.of(user.localpart(), user.serverName()), "put together again"));
    accepted(RoomAlias::new, text)
        .ifPresent(alias -> Property.holds(text.endsWith(alias.serverName()), "its server"));
    accepted(RoomId::new, text);
    accepted(EventId::new, text);
    accepted(DeviceId::new, text);
    MediaId.parse(text).ifPresent(media -> Property.same(text, media.toString(), "a media id"));
    ContentHash.parse(text).ifPresent(hash -> Property.same(text, hash.toString(), "a hash"));
  }

  private static <T> Optional<T> accepted(Function<String, T> type, String text) {
    T id;
    try {
      id = type.apply(text);
    } catch (IllegalArgumentException refused) {
      return Optional.empty();
    }
    Property.same(text, id.toString(), "an identifier is its text");
    Property.holds(text.getBytes(UTF_8).length <= ID_BYTES_MAX, "its length is limited");
    Property.holds(text.chars().allMatch(c -> c >= 0x20 && c != 0x7f), "no control characters");
    return Optional.of(id);
  }
}
