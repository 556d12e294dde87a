package org.bongsu.cluster.keys;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The deployment's own certificate authority. It issues certificates for sites only. */
public final class Authority {
  private static final String CERTIFICATE = "ca.pem";
  private static final String KEY = "ca-key.pem";
  private static final String SIGNATURE = "SHA256withECDSA";
  private static final Duration AUTHORITY_VALID = Duration.ofDays(20 * 365);
  private static final Duration SITE_VALID = Duration.ofDays(2 * 365);

  /** For machines whose clocks are behind. */
  private static final Duration BACKDATED = Duration.ofDays(1);

  private final Path directory;
  private final X509Certificate certificate;
  private final PrivateKey key;
  private final Clock clock;

  private Authority(Path directory, X509Certificate certificate, PrivateKey key, Clock clock) {
    this.directory = directory;
    this.certificate = certificate;
    this.key = key;
    this.clock = clock;
  }

  /**
   * Opens the authority in a directory, or makes it if there is none.
   *
   * @throws KeysUnusable if its key or certificate is missing or broken
   */
  public static Authority open(Path directory, Clock clock) throws IOException {
    Path certificate = directory.resolve(CERTIFICATE);
    Path key = directory.resolve(KEY);
    if (Files.exists(certificate) || Files.exists(key)) {
      return new Authority(
          directory, Pem.read(certificate).requireCertificate(), Pem.read(key).requireKey(), clock);
    }
    Files.createDirectories(directory);
    KeyPair pair = newPair();
    X500Name name = new X500Name("CN=Bongsu deployment authority");
    X509v3CertificateBuilder builder = builder(name, name, pair, AUTHORITY_VALID, clock);
    X509Certificate made =
        signed(
            builder,
            new BasicConstraints(0),
            new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign),
            pair.getPrivate());
    new Pem(key, pair.getPrivate(), List.of()).write();
    new Pem(certificate, null, List.of(made)).write();
    return new Authority(directory, made, pair.getPrivate(), clock);
  }

  /** Whether the directory has a key and certificate for a site. */
  public boolean hasMade(String site) {
    return Files.exists(directory.resolve(site).resolve(SiteKeys.SITE));
  }

  /**
   * Makes a new key and certificate for a site and replaces existing ones.
   *
   * @return the directory that the site needs
   */
  public Path make(String site) throws IOException {
    KeyPair pair = newPair();
    X500Name issuer = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    X509v3CertificateBuilder builder =
        builder(issuer, new X500Name("CN=" + site), pair, SITE_VALID, clock);
    X509Certificate made;
    try {
      builder.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(
              new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    made =
        signed(builder, new BasicConstraints(false), new KeyUsage(KeyUsage.digitalSignature), key);
    Path own = Files.createDirectories(directory.resolve(site));
    new Pem(own.resolve(SiteKeys.AUTHORITY), null, List.of(certificate)).write();
    new Pem(own.resolve(SiteKeys.SITE), pair.getPrivate(), List.of(made)).write();
    return own;
  }

  private static KeyPair newPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, KeyPair pair, Duration valid, Clock clock) {
    Instant now = clock.instant();
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(127, new SecureRandom()),
        Date.from(now.minus(BACKDATED)),
        Date.from(now.plus(valid)),
        subject,
        pair.getPublic());
  }

  private static X509Certificate signed(
      X509v3CertificateBuilder builder, BasicConstraints basic, KeyUsage usage, PrivateKey signer) {
    try {
      builder.addExtension(Extension.basicConstraints, true, basic);
      builder.addExtension(Extension.keyUsage, true, usage);
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(signer)));
    } catch (IOException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
