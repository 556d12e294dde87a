package org.bongsu.matrix.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.bongsu.id.UserId;
import org.bongsu.matrix.MatrixSettings;
import org.bongsu.node.AccessTokens;
import org.bongsu.node.SecureRandomSource;
import org.junit.jupiter.api.Test;

/** Passwords and tokens. */
class PasswordsTest {
  private final SecureRandomSource random = new SecureRandomSource();
  private final Passwords passwords = new Passwords(random, MatrixSettings.PASSWORD_MEMORY_KIB);

  @Test
  void onlyTheSamePasswordMatches() {
    String stored = passwords.hash("봉수대 봉화");
    assertTrue(passwords.matches("봉수대 봉화", stored));
    assertFalse(passwords.matches("봉수대 봉화 ", stored));
    assertFalse(passwords.matches("", stored));
    assertNotEquals(stored, passwords.hash("봉수대 봉화"));
    assertTrue(stored.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), stored);
  }

  @Test
  void aMissingAccountMatchesNoPassword() {
    assertFalse(passwords.matches("", null));
    assertFalse(passwords.matches("봉수대 봉화", null));
  }

  @Test
  void aTokenLeadsToItsUser() {
    UserId user = new UserId("@bora.kim=1:localhost");
    String token = AccessTokens.make(user, random);
    assertEquals(Optional.of(user), AccessTokens.userOf(token, "localhost"));
    assertEquals(Optional.empty(), AccessTokens.userOfRefresh(token, "localhost"));
    String refresh = AccessTokens.makeRefresh(user, random);
    assertEquals(Optional.of(user), AccessTokens.userOfRefresh(refresh, "localhost"));
    assertEquals(Optional.empty(), AccessTokens.userOf(refresh, "localhost"));
    assertNotEquals(token, AccessTokens.make(user, random));
    assertEquals(64, AccessTokens.hash(token).length());
  }

  @Test
  void malformedTokensHaveNoUser() {
    for (String text :
        new String[] {"", "bst_", "bst_.", "bst_!!!.x", "bst_YQ", "x".repeat(600), "bst_CgA.x"}) {
      assertEquals(Optional.empty(), AccessTokens.userOf(text, "localhost"), text);
    }
  }
}
