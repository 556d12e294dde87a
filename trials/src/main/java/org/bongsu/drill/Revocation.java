package org.bongsu.drill;

import java.util.function.Predicate;
import org.bongsu.client.Http;
import org.bongsu.json.MalformedJson;

/**
 * A permanent revocation, and a request that would show what was revoked.
 *
 * @param id as in the history
 * @param by who asks
 * @param path of a GET request that every site can answer
 * @param showsRevoked whether an answer shows what was revoked
 */
record Revocation(
    String id, Kind kind, Account by, String path, Predicate<Http.Answer> showsRevoked) {
  /** Kinds of revocations. */
  enum Kind {
    SIGN_OUT,
    KICK,
    BAN,
    CLOSE_HISTORY,
    DELETE_MESSAGE,
    DELETE_PHOTO,
    DELETE_UPLOAD
  }

  Http.Ask look() {
    return look(by);
  }

  /** The same with another token. */
  Http.Ask look(Account as) {
    return Http.Ask.json("GET", path, as.token(), null);
  }

  /** Whether an answer shows what was revoked. An error or an outage shows nothing. */
  boolean isShownIn(Http.Answer answer) {
    try {
      return answer.isOk() && showsRevoked.test(answer);
    } catch (MalformedJson e) {
      return true; // an unreadable 200 is no refusal
    }
  }
}
