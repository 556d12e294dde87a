package org.bongsu.cluster.keys;

import java.io.IOException;
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
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;

/** The key and certificate of one site, and the certificates it trusts. */
public final class SiteKeys {
  static final String AUTHORITY = "ca.pem";
  static final String SITE = "site.pem";

  private final Path directory;
  private final X509Certificate certificate;
  private final X509KeyManager keys;
  private final SiteTrust trust;

  private SiteKeys(
      Path directory, X509Certificate certificate, X509KeyManager keys, SiteTrust trust) {
    this.directory = directory;
    this.certificate = certificate;
    this.keys = keys;
    this.trust = trust;
  }

  /**
   * Reads them from a site's directory.
   *
   * @param sites the names of all sites, this one included; no other name is trusted
   * @throws KeysUnusable if they are missing, broken, another site's, or not valid at {@code now}
   */
  public static SiteKeys read(Path directory, String site, Set<String> sites, Instant now) {
    Pem authority = Pem.read(directory.resolve(AUTHORITY));
    Pem own = Pem.read(directory.resolve(SITE));
    X509Certificate certificate = own.requireCertificate();
    requireValid(own, authority, site, now);
    try {
      KeyStore held = empty();
      held.setKeyEntry(
          site, own.requireKey(), new char[0], own.certificates().toArray(X509Certificate[]::new));
      // SunX509 keeps the decrypted key; PKIX decrypts it for each connection, which is slow.
      KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
      keys.init(held, new char[0]);
      KeyStore trusted = empty();
      for (int i = 0; i < authority.certificates().size(); i++) {
        trusted.setCertificateEntry("ca" + i, authority.certificates().get(i));
      }
      TrustManagerFactory chains = TrustManagerFactory.getInstance("PKIX");
      chains.init(trusted);
      return new SiteKeys(
          directory,
          certificate,
          only(X509KeyManager.class, keys.getKeyManagers()),
          new SiteTrust(only(X509TrustManager.class, chains.getTrustManagers()), sites));
    } catch (GeneralSecurityException | IOException e) {
      throw new KeysUnusable("the keys in %s cannot be used".formatted(directory), e);
    }
  }

  private static void requireValid(Pem own, Pem authority, String site, Instant now) {
    X509Certificate certificate = own.requireCertificate();
    if (!siteOf(certificate).equals(site)) {
      throw new KeysUnusable(
          "%s is the certificate of %s, not of %s"
              .formatted(own.file(), siteOf(certificate), site));
    }
    Instant from = certificate.getNotBefore().toInstant();
    Instant until = certificate.getNotAfter().toInstant();
    if (now.isAfter(until)) {
      throw new KeysUnusable(
          "%s expired at %s: make new ones with bongsu keys --renew".formatted(own.file(), until));
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

  /** The common name of a certificate's subject; empty if it has none. */
  static String siteOf(X509Certificate certificate) {
    try {
      return new LdapName(certificate.getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(part -> part.getType().equalsIgnoreCase("CN"))
              .map(part -> part.getValue().toString())
              .findFirst()
              .orElse("");
    } catch (InvalidNameException e) {
      return "";
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

  /** Presents this site's certificate. */
  public X509KeyManager keys() {
    return keys;
  }

  /** Trusts the certificates of this deployment's sites only. */
  public X509TrustManager trust() {
    return trust;
  }

  /** For connections to other sites. */
  public SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(new KeyManager[] {keys}, new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The file with this site's key and certificate, in PEM. */
  public Path keyFile() {
    return directory.resolve(SITE);
  }

  /** The file with the authority's certificate, in PEM. */
  public Path authorityFile() {
    return directory.resolve(AUTHORITY);
  }

  /** When the certificate is no longer valid. */
  public Instant expires() {
    return certificate.getNotAfter().toInstant();
  }
}
