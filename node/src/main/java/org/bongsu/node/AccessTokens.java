package org.bongsu.node;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.bongsu.id.UserId;

/**
 * Access tokens, {@code bst_USER.SECRET}, and refresh tokens, {@code bsr_USER.SECRET}: the user's
 * localpart in URL-safe Base64 so that the token leads to the user's shard, and 40 random letters.
 * Only the SHA-256 of a token is stored. A token has 238 bits of entropy, so a slow hash would not
 * protect it better.
 */
public final class AccessTokens {
  private static final String ACCESS = "bst_";
  private static final String REFRESH = "bsr_";
  private static final int SECRET_LETTERS = 40;
  private static final int TOKEN_CHARS_MAX = 512;

  private AccessTokens() {}

  /** A new access token. */
  public static String make(UserId user, SecureRandomSource random) {
    return make(ACCESS, user, random);
  }

  public static String makeRefresh(UserId user, SecureRandomSource random) {
    return make(REFRESH, user, random);
  }

  private static String make(String prefix, UserId user, SecureRandomSource random) {
    String localpart =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(user.localpart().getBytes(StandardCharsets.UTF_8));
    return prefix + localpart + "." + random.letters(SECRET_LETTERS);
  }

  /** The user of this server named by an access token, which need not be valid. */
  public static Optional<UserId> userOf(String token, String serverName) {
    return userOf(ACCESS, token, serverName);
  }

  /** The user of this server named by a refresh token, which need not be valid. */
  public static Optional<UserId> userOfRefresh(String token, String serverName) {
    return userOf(REFRESH, token, serverName);
  }

  private static Optional<UserId> userOf(String prefix, String token, String serverName) {
    int dot = token.indexOf('.');
    if (!token.startsWith(prefix) || dot < 0 || token.length() > TOKEN_CHARS_MAX) {
      return Optional.empty();
    }
    try {
      byte[] localpart = Base64.getUrlDecoder().decode(token.substring(prefix.length(), dot));
      UserId user = UserId.of(new String(localpart, StandardCharsets.UTF_8), serverName);
      return Optional.of(user).filter(ours -> ours.serverName().equals(serverName));
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  /** SHA-256 in lower-case hexadecimal. */
  public static String hash(String token) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
