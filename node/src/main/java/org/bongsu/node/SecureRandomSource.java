package org.bongsu.node;

import java.security.SecureRandom;

/** Random values that must not be guessed or must be unique. */
public final class SecureRandomSource {
  private static final String LETTERS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  private static final String CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

  private final SecureRandom random = new SecureRandom();

  /** Letters and digits; 18 of them make a room's localpart, 24 a media id, 32 a secret. */
  public String letters(int count) {
    return draw(LETTERS, count);
  }

  /** Capital letters, for device ids, which people may have to compare. */
  public String capitals(int count) {
    return draw(CAPITALS, count);
  }

  public byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private String draw(String alphabet, int count) {
    StringBuilder text = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
