package org.bongsu.drill;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bongsu.client.Http;
import org.bongsu.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** The new sign-ins of people whose sessions have ended. */
final class SignIns {
  private final Map<String, Account> byUser = new HashMap<>();

  /**
   * Signs everybody in, at the sites in turn.
   *
   * @throws IOException if somebody cannot sign in
   */
  static SignIns of(Http http, List<Place> places, Collection<Account> accounts)
      throws IOException, InterruptedException {
    SignIns signIns = new SignIns();
    for (Account account : accounts) {
      if (!signIns.byUser.containsKey(account.userId())) {
        Place at = places.get(signIns.byUser.size() % places.size());
        signIns.byUser.put(account.userId(), signIn(http, at, account));
      }
    }
    return signIns;
  }

  private static Account signIn(Http http, Place at, Account account)
      throws IOException, InterruptedException {
    ObjectNode body = Json.object().put("type", "m.login.password");
    body.put("password", account.password());
    body.putObject("identifier").put("type", "m.id.user").put("user", account.userId());
    Http.Answer answer =
        http.ask(at.url(), Http.Ask.json("POST", Http.CLIENT + "/login", null, body));
    if (!answer.isOk()) {
      throw new IOException(
          "%s cannot sign in again at site %s: %s".formatted(account.userId(), at.name(), answer));
    }
    return new Account(
        account.userId(),
        account.password(),
        answer.text("access_token"),
        answer.text("device_id"));
  }

  /** The account with its new token. */
  Account again(Account before) {
    return Objects.requireNonNull(byUser.get(before.userId()));
  }
}
