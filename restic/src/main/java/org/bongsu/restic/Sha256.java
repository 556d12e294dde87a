package org.bongsu.restic;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hash that names blobs and objects. */
final class Sha256 {
  private Sha256() {}

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static String hex(byte[] content, int offset, int length) {
    MessageDigest digest = digest();
    digest.update(content, offset, length);
    return HexFormat.of().formatHex(digest.digest());
  }

  static String hex(byte[] content) {
    return hex(content, 0, content.length);
  }
}
