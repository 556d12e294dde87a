package org.bongsu.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that all sites of a deployment share. Every other shared secret is derived from it.
 */
final class DeploymentSecret {
  private static final int CHARS_MIN = 32;

  private final byte[] secret;

  private DeploymentSecret(byte[] secret) {
    this.secret = secret;
  }

  /** Reads it. */
  static DeploymentSecret read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          "there is no %s: make one with \"openssl rand -hex 32\", the same for every site"
              .formatted(file));
    }
    String text = Files.readString(file).strip();
    if (text.length() < CHARS_MIN) {
      throw new IllegalArgumentException(
          "%s holds fewer than %d characters".formatted(file, CHARS_MIN));
    }
    return new DeploymentSecret(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Makes one if there is none, readable by the owner only. */
  static void makeIfMissing(Path file) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, HexFormat.of().formatHex(random) + "\n");
  }

  /** A secret derived for one purpose, in hexadecimal. */
  String forPurpose(String purpose) {
    return HexFormat.of().formatHex(derive(purpose));
  }

  /** Kafka's name for a cluster: 16 bytes in URL-safe Base64. */
  String clusterId() {
    String id =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(Arrays.copyOf(derive("cluster"), 16));
    return id.startsWith("-") ? "b" + id.substring(1) : id; // it is passed as an argument
  }

  private byte[] derive(String purpose) {
    try {
      Mac hmac = Mac.getInstance("HmacSHA256");
      hmac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return hmac.doFinal(("bongsu " + purpose).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
