package org.bongsu.watch;

import java.util.Map;
import java.util.TreeMap;
import org.bongsu.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The account that the probes use, and what was written with it last: what one site has
 * acknowledged, every site must show. Thread-safe.
 */
final class ProbeAccount {
  /** A message that was acknowledged. */
  record Message(String eventId, String word) {}

  private final String watcher;
  private final String user;
  private final String password;
  private final Map<String, Long> acknowledged = new TreeMap<>();
  private final Map<String, String> tokens = new TreeMap<>();
  private @Nullable String room;
  private @Nullable Message message;
  private @Nullable String photo;
  private long number;

  /**
   * An account.
   *
   * @param watcher the watcher's name, so that several can use one account
   * @param user the whole user id
   */
  ProbeAccount(String watcher, String user, String password) {
    this.watcher = watcher;
    this.user = user;
    this.password = password;
  }

  String user() {
    return user;
  }

  String password() {
    return password;
  }

  /** The id of its device at a site. */
  String device(String site) {
    return "watch-" + watcher + "-" + site;
  }

  /** The type of account data that is written through a site. */
  String dataType(String site) {
    return "org.bongsu.watch." + watcher + "." + site;
  }

  /** A new number, larger than all before. */
  synchronized long nextNumber() {
    number = Math.max(number + 1, System.currentTimeMillis());
    return number;
  }

  synchronized void acknowledged(String site, long written) {
    acknowledged.merge(site, written, Math::max);
  }

  /** For each site, the newest number that it has acknowledged. */
  synchronized Map<String, Long> acknowledged() {
    return new TreeMap<>(acknowledged);
  }

  synchronized @Nullable String token(String site) {
    return tokens.get(site);
  }

  synchronized void signedIn(String site, String token) {
    tokens.put(site, token);
  }

  synchronized void signedOut(String site, String token) {
    tokens.remove(site, token);
  }

  synchronized @Nullable String room() {
    return room;
  }

  synchronized void room(String made) {
    room = made;
    message = null;
  }

  synchronized @Nullable Message message() {
    return message;
  }

  synchronized void message(Message sent) {
    message = sent;
  }

  /** The {@code mxc} address of the newest photo. */
  synchronized @Nullable String photo() {
    return photo;
  }

  synchronized void photo(String uploaded) {
    photo = uploaded;
  }

  /** What to keep over a restart, so that a restart writes and signs in no more than needed. */
  synchronized ObjectNode toJson() {
    ObjectNode json = Json.object().put("user", user);
    if (room != null) {
      json.put("room", room);
    }
    ObjectNode own = json.putObject("tokens");
    tokens.forEach(own::put);
    return json;
  }

  /** Takes what was kept, if it was for the same account. */
  synchronized void load(JsonNode json) {
    if (json.path("user").asString("").equals(user)) {
      room = json.path("room").asString(null);
      json.path("tokens")
          .properties()
          .forEach(token -> tokens.put(token.getKey(), token.getValue().asString("")));
    }
  }
}
