package org.bongsu.cluster.keys;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;

/**
 * The certificates that the deployment's authority has revoked: its newest certificate revocation
 * list (CRL, RFC 5280, section 5); if a deployment has several authorities, the newest of each.
 *
 * <p>The authority signs it, so it may come from anybody. Its end of validity ({@code nextUpdate})
 * is not enforced: a site does not stop because no newer list has come.
 */
public final class RevocationList {
  /** Maximum size in PEM: about a thousand revoked certificates. */
  public static final int BYTES_MAX = 64 * 1024;

  static final RevocationList NONE = new RevocationList(Map.of());

  private static final Path NO_FILE = Path.of("the revocation list");

  /** By the key of the authority. */
  private final Map<PublicKey, X509CRL> newest;

  private RevocationList(Map<PublicKey, X509CRL> newest) {
    this.newest = newest;
  }

  /**
   * Reads a file; empty if there is none.
   *
   * @param authorities of the deployment
   * @throws KeysUnusable if it is not PEM, or not signed by one of them
   */
  static RevocationList read(Path file, List<X509Certificate> authorities) {
    return Files.exists(file) ? of(Pem.read(file), authorities) : NONE;
  }

  /** Reads a list in PEM; throws as above. */
  static RevocationList parse(String text, List<X509Certificate> authorities) {
    return of(Pem.parse(NO_FILE, text), authorities);
  }

  static RevocationList of(Pem pem, List<X509Certificate> authorities) {
    RevocationList all = NONE;
    for (X509CRL crl : pem.crls()) {
      PublicKey signer =
          signer(crl, authorities)
              .orElseThrow(() ->
                  new KeysUnusable(
                      pem.file() + " is not signed by an authority of this deployment"));
      all = all.with(new RevocationList(Map.of(signer, crl)));
    }
    return all;
  }

  private static Optional<PublicKey> signer(X509CRL crl, List<X509Certificate> authorities) {
    return authorities.stream()
        .map(X509Certificate::getPublicKey)
        .filter(key -> isSignedBy(crl, key))
        .findFirst();
  }

  private static boolean isSignedBy(X509CRL crl, PublicKey key) {
    try {
      crl.verify(key);
      return true;
    } catch (GeneralSecurityException anotherAuthority) {
      return false;
    }
  }

  /** The newer list of each authority. */
  RevocationList with(RevocationList other) {
    Map<PublicKey, X509CRL> both = new HashMap<>(newest);
    other.newest.forEach((signer, crl) ->
        both.merge(signer, crl, (a, b) -> number(b).compareTo(number(a)) > 0 ? b : a));
    return new RevocationList(Map.copyOf(both));
  }

  /** The CRL number (RFC 5280, section 5.2.3), which grows with each list; 0 if there is none. */
  static BigInteger number(X509CRL crl) {
    byte[] value = crl.getExtensionValue(Extension.cRLNumber.getId());
    return value == null
        ? BigInteger.ZERO
        : CRLNumber.getInstance(ASN1OctetString.getInstance(value).getOctets()).getCRLNumber();
  }

  boolean revokes(X509Certificate certificate) {
    return newest.values().stream().anyMatch(crl -> crl.isRevoked(certificate));
  }

  /** The number of revoked certificates. */
  public int size() {
    return newest.values().stream()
        .map(X509CRL::getRevokedCertificates)
        .mapToInt(revoked -> revoked == null ? 0 : revoked.size())
        .sum();
  }

  /** The newest of each authority. */
  List<X509CRL> crls() {
    return List.copyOf(newest.values());
  }

  /** The CRLs in PEM; empty if there is none. */
  public String text() {
    return pem(NO_FILE).text();
  }

  void write(Path file) throws IOException {
    pem(file).write();
  }

  private Pem pem(Path file) {
    return new Pem(file, null, List.of(), crls());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RevocationList list && newest.equals(list.newest);
  }

  @Override
  public int hashCode() {
    return newest.hashCode();
  }
}
