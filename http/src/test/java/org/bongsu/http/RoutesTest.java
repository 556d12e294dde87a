package org.bongsu.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoutesTest {
  private final Routes routes =
      new Routes()
          .alias("/_matrix/client/r0", "/_matrix/client/v3")
          .alias("/_matrix/media/r0", "/_matrix/media/v3")
          .add("GET", "/_matrix/client/v3/rooms/{roomId}/event/{eventId}", request -> null)
          .add("GET", "/_matrix/client/v1/rooms/{roomId}/threads", request -> null)
          .add("POST", "/_matrix/media/v3/upload", request -> null);

  @Test
  void aPathLeadsToItsOperationWithItsParameters() {
    var found = found("GET", "/_matrix/client/v3/rooms/!a%3Ab/event/%24c");
    assertEquals(Map.of("roomId", "!a:b", "eventId", "$c"), found.pathParams());
  }

  @Test
  void anOldPrefixLeadsToTheRoutesOfTheNewOne() {
    assertEquals(
        "/_matrix/client/v3/rooms/{roomId}/event/{eventId}",
        found("GET", "/_matrix/client/r0/rooms/!a%3Ab/event/%24c").route().template());
    assertEquals(
        "/_matrix/media/v3/upload", found("POST", "/_matrix/media/r0/upload").route().template());
  }

  @Test
  void otherPrefixesStayUnknown() {
    assertEquals(
        new Routes.Match.Unknown(), routes.find("GET", "/_matrix/client/r0/rooms/!a/threads"));
    assertEquals(new Routes.Match.Unknown(), routes.find("GET", "/_matrix/key/r0/upload"));
  }

  @Test
  void anUnknownMethodDiffersFromAnUnknownPath() {
    assertEquals(
        new Routes.Match.OtherMethods(Set.of("POST")),
        routes.find("GET", "/_matrix/media/v3/upload"));
  }

  private Routes.Match.Found found(String method, String path) {
    return assertInstanceOf(Routes.Match.Found.class, routes.find(method, path));
  }
}
