package org.bongsu.cluster.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;

/**
 * What a site's key files contained when they were read, all of it usable.
 *
 * @param held the key and certificate for each role
 * @param chains trusts what the authorities have issued
 * @param revoked by the authorities; the newer of the operator's list and the one from other sites
 */
record KeyFiles(
    Map<SiteRole, Held> held,
    List<X509Certificate> authorities,
    X509TrustManager chains,
    RevocationList revoked) {
  static final String AUTHORITY = "ca.pem";
  static final String REVOKED = "crl.pem";

  /**
   * A key and its certificate.
   *
   * @param keys has the certificate's serial number, in hexadecimal, as its alias
   */
  record Held(X509Certificate certificate, X509ExtendedKeyManager keys) {}

  /**
   * Reads them.
   *
   * @param received a revocation list that came from other sites; need not exist
   * @throws KeysUnusable if they are missing, broken, another site's, revoked, or not valid at
   *     {@code now}
   */
  static KeyFiles read(Path directory, Path received, String site, Instant now) {
    Pem authority = Pem.read(directory.resolve(AUTHORITY));
    List<X509Certificate> authorities = authority.certificates();
    RevocationList revoked = revoked(directory, received, authorities);
    Map<SiteRole, Held> held = new EnumMap<>(SiteRole.class);
    for (SiteRole role : SiteRole.values()) {
      Pem own = Pem.read(fileOf(directory, role));
      requireValid(own, authority, site, now);
      requireRole(own, role);
      if (revoked.revokes(own.requireCertificate())) {
        throw new KeysUnusable(own.file() + " was revoked: make new ones with bongsu keys renew");
      }
      held.put(role, new Held(own.requireCertificate(), keyManager(own)));
    }
    return new KeyFiles(held, authorities, chains(authorities), revoked);
  }

  /** Those of the operator and those that came from other sites. */
  static RevocationList revoked(Path directory, Path received, List<X509Certificate> authorities) {
    return RevocationList.read(directory.resolve(REVOKED), authorities)
        .with(RevocationList.read(received, authorities));
  }

  /** Keys that an earlier version has made are one file for both roles. */
  private static Path fileOf(Path directory, SiteRole role) {
    Path own = directory.resolve(role.file());
    return Files.exists(own) ? own : directory.resolve(SiteRole.SITE.file());
  }

  private static void requireValid(Pem own, Pem authority, String site, Instant now) {
    X509Certificate certificate = own.requireCertificate();
    String name = Subject.of(certificate).site();
    if (!name.equals(site)) {
      throw new KeysUnusable(
          "%s is the certificate of %s, not of %s".formatted(own.file(), name, site));
    }
    Instant from = certificate.getNotBefore().toInstant();
    Instant until = certificate.getNotAfter().toInstant();
    if (now.isAfter(until)) {
      throw new KeysUnusable(
          "%s expired at %s: make new ones with bongsu keys renew".formatted(own.file(), until));
    }
    if (now.isBefore(from)) {
      throw new KeysUnusable(
          "%s is not valid before %s: is this machine's clock right?".formatted(own.file(), from));
    }
    if (authority.certificates().stream().noneMatch(one -> isMadeBy(one, certificate))) {
      throw new KeysUnusable(
          "%s was not made by the authority in %s".formatted(own.file(), authority.file()));
    }
    if (!isPair(own.requireKey(), certificate)) {
      throw new KeysUnusable(own.file() + " holds a key that is not its certificate's");
    }
  }

  private static void requireRole(Pem own, SiteRole role) {
    Subject subject = Subject.of(own.requireCertificate());
    if (!subject.mayBe(role)) {
      throw new KeysUnusable(
          "%s is the certificate of a %s, not of a %s: copy all files that bongsu keys has made"
              .formatted(own.file(), subject.unit(), role.unit()));
    }
  }

  private static boolean isMadeBy(X509Certificate authority, X509Certificate certificate) {
    try {
      certificate.verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException anotherAuthority) {
      return false;
    }
  }

  private static boolean isPair(PrivateKey key, X509Certificate certificate) {
    try {
      String algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
      byte[] something = {1};
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(something);
      Signature verifying = Signature.getInstance(algorithm);
      verifying.initVerify(certificate);
      verifying.update(something);
      return verifying.verify(signing.sign());
    } catch (InvalidKeyException | SignatureException notTogether) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509ExtendedKeyManager keyManager(Pem own) {
    String alias = own.requireCertificate().getSerialNumber().toString(16);
    try {
      KeyStore store = empty();
      store.setKeyEntry(
          alias, own.requireKey(), new char[0], own.certificates().toArray(X509Certificate[]::new));
      // SunX509 keeps the decrypted key; PKIX decrypts it for each connection, which is slow.
      KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
      keys.init(store, new char[0]);
      return only(X509ExtendedKeyManager.class, keys.getKeyManagers());
    } catch (GeneralSecurityException | IOException e) {
      throw new KeysUnusable("the key in %s cannot be used".formatted(own.file()), e);
    }
  }

  private static X509TrustManager chains(List<X509Certificate> authorities) {
    try {
      KeyStore trusted = empty();
      for (int i = 0; i < authorities.size(); i++) {
        trusted.setCertificateEntry("ca" + i, authorities.get(i));
      }
      TrustManagerFactory chains = TrustManagerFactory.getInstance("PKIX");
      chains.init(trusted);
      return only(X509TrustManager.class, chains.getTrustManagers());
    } catch (GeneralSecurityException | IOException e) {
      throw new KeysUnusable("the authority's certificate cannot be used", e);
    }
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static <T> T only(Class<T> wanted, Object[] all) {
    return Arrays.stream(all)
        .filter(wanted::isInstance)
        .map(wanted::cast)
        .findFirst()
        .orElseThrow();
  }
}
