package org.bongsu.drill;

import java.util.function.Predicate;
import org.bongsu.client.Http;
import org.bongsu.json.MalformedJson;

/**
 * Something that was taken back for good, and how one would see that it was not.
 *
 * @param id as in the history
 * @param look a question to which every site knows the answer
 * @param isWide whether an answer shows what was there before
 */
record Revocation(String id, Kind kind, Http.Ask look, Predicate<Http.Answer> isWide) {
  /** What was taken back. */
  enum Kind {
    SIGN_OUT,
    KICK,
    BAN,
    CLOSE_HISTORY,
    DELETE_MESSAGE,
    DELETE_PHOTO
  }

  /** Whether an answer shows more than it may. No answer, or an outage, shows nothing. */
  boolean isWideIn(Http.Answer answer) {
    try {
      return answer.isOk() && isWide.test(answer);
    } catch (MalformedJson e) {
      return true; // a 200 that nobody can read is no refusal
    }
  }
}
