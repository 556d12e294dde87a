package org.bongsu.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Base64;
import java.util.Optional;
import org.bongsu.id.UserId;
import org.junit.jupiter.api.Test;

class AccessTokensTest {
  private static final String SERVER = "bongsu.example";

  @Test
  void aTokenNamesItsUser() {
    assertEquals(Optional.of(UserId.of("kim", SERVER)), AccessTokens.userOf(token("kim"), SERVER));
  }

  @Test
  void noTokenNamesAUserOfAnotherServer() {
    assertEquals(Optional.empty(), AccessTokens.userOf(token("kim:other.example"), SERVER));
  }

  private static String token(String localpart) {
    String encoded =
        Base64.getUrlEncoder().withoutPadding().encodeToString(localpart.getBytes(UTF_8));
    return "bst_" + encoded + "." + "a".repeat(40);
  }
}
