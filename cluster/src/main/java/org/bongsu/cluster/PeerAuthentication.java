package org.bongsu.cluster;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bongsu.http.Request;
import org.bongsu.http.RequestError;

/**
 * Proves that a request comes from a site of the same deployment: an HMAC-SHA-256 of its path under
 * a secret that all sites share, so that the secret itself is never sent. Without TLS between sites
 * it is the only proof, and an eavesdropper can replay a request that he has seen.
 */
public final class PeerAuthentication {
  static final String HEADER = "X-Bongsu-Site";

  private final SecretKeySpec key;

  public PeerAuthentication(String secret) {
    this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
  }

  String forPath(String path) {
    try {
      Mac hmac = Mac.getInstance("HmacSHA256");
      hmac.init(key);
      return HexFormat.of().formatHex(hmac.doFinal(path.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Checks that a request comes from another site.
   *
   * @throws RequestError 403 if it does not
   */
  public void require(Request request) {
    byte[] given = request.header(HEADER).orElse("").getBytes(StandardCharsets.UTF_8);
    byte[] right = forPath(request.path()).getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(given, right)) {
      throw RequestError.forbidden("This is for sites of the deployment only");
    }
  }
}
