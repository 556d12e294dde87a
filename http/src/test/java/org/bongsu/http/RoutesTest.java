package org.bongsu.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

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

  /** Otherwise a proxy's rule for a path would not hold for its other spellings. */
  @Test
  void fixedPartsHaveOneSpelling() {
    for (String other :
        new String[] {
          "/_matrix/media/v3/%75pload",
          "/_matrix/%6Dedia/v3/upload",
          "/_matrix/media/v3/upload;x",
          "/_matrix/media/v3/Upload"
        }) {
      assertEquals(new Routes.Match.Unknown(), routes.find("POST", other), other);
    }
  }

  @Test
  void pathsThatAProxyMayReadInAnotherWayAreRefused() {
    for (String path :
        new String[] {
          "//_matrix/media/v3/upload",
          "/_matrix//media/v3/upload",
          "/_matrix/client/../media/v3/upload",
          "/_matrix/./media/v3/upload",
          "/_matrix/client/v3/rooms/%2e%2E/event/x",
          "/_matrix/client/v3/rooms/!a/event/.%2e"
        }) {
      RequestError refused =
          assertThrows(RequestError.class, () -> routes.find("POST", path), path);
      assertEquals(RequestError.Reason.BAD_URL, refused.reason(), path);
    }
  }

  @Test
  void parametersMayBeEncodedInAnyWay() {
    var found = found("GET", "/_matrix/client/v3/rooms/%21%61%2F%2e%2e%3Ab/event/%2E%2Ex;y");
    assertEquals(Map.of("roomId", "!a/..:b", "eventId", "..x;y"), found.pathParams());
  }

  private Routes.Match.Found found(String method, String path) {
    return assertInstanceOf(Routes.Match.Found.class, routes.find(method, path));
  }
}
