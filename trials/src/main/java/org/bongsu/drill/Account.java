package org.bongsu.drill;

import org.bongsu.client.Http;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An account and its device. */
record Account(String userId, String password, String token, String device) {
  /** A question of this account, below {@link Http#CLIENT}. */
  Http.Ask ask(String method, String path, @Nullable JsonNode body) {
    return Http.Ask.json(method, Http.CLIENT + path, token, body);
  }

  /** The path of a room. */
  static String room(String room) {
    return "/rooms/" + Http.encode(room);
  }
}
