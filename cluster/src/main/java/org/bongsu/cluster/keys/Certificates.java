package org.bongsu.cluster.keys;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes what an authority signs: certificates and revocation lists (X.509, RFC 5280). */
final class Certificates {
  private static final String SIGNATURE = "SHA256withECDSA";

  /** For machines whose clocks are behind. */
  private static final Duration BACKDATED = Duration.ofDays(1);

  /**
   * The longest time for which any version has issued certificates; a revocation that is older is
   * left out of new lists.
   */
  private static final Duration EVER_VALID = Duration.ofDays(2 * 365);

  /** A new key and its certificate. */
  record Signed(PrivateKey key, X509Certificate certificate) {
    /** As the content of a file. */
    Pem in(java.nio.file.Path file) {
      return new Pem(file, key, List.of(certificate));
    }
  }

  private Certificates() {}

  /** A new authority, which signs its own certificate. */
  static Signed ofAuthority(Instant now, Duration valid) {
    KeyPair pair = newPair();
    X500Name name = new X500Name("CN=Bongsu deployment authority");
    X509v3CertificateBuilder builder = builder(name, name, pair, now, valid);
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      return signed(builder, pair, pair.getPrivate());
    } catch (IOException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A new key and certificate for a site, signed by an authority. */
  static Signed ofSite(String site, SiteRole role, Signed authority, Instant now, Duration valid) {
    KeyPair pair = newPair();
    X500Name name = new X500Name("OU=%s,CN=%s".formatted(role.unit(), site));
    X509v3CertificateBuilder builder = builder(nameOf(authority), name, pair, now, valid);
    KeyPurposeId[] purposes = {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth};
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
      return signed(builder, pair, authority.key);
    } catch (IOException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A newer revocation list.
   *
   * @param former lists of this authority, whose entries remain
   * @param more certificates that are revoked now
   */
  static X509CRL revocationList(
      Signed authority, Instant now, List<X509CRL> former, List<X509Certificate> more) {
    Date until = authority.certificate.getNotAfter(); // sites do not wait for the next list
    X509v2CRLBuilder builder =
        new X509v2CRLBuilder(nameOf(authority), Date.from(now)).setNextUpdate(until);
    BigInteger number = BigInteger.valueOf(now.getEpochSecond());
    for (X509CRL list : former) {
      number = number.max(RevocationList.number(list).add(BigInteger.ONE));
      if (list.getRevokedCertificates() != null) {
        for (X509CRLEntry entry : list.getRevokedCertificates()) {
          if (entry.getRevocationDate().toInstant().isAfter(now.minus(EVER_VALID))) {
            builder.addCRLEntry(
                entry.getSerialNumber(), entry.getRevocationDate(), CRLReason.keyCompromise);
          }
        }
      }
    }
    for (X509Certificate one : more) {
      builder.addCRLEntry(one.getSerialNumber(), Date.from(now), CRLReason.keyCompromise);
    }
    try {
      builder.addExtension(Extension.cRLNumber, false, new CRLNumber(number));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(authority.certificate));
      return new JcaX509CRLConverter()
          .getCRL(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(authority.key)));
    } catch (IOException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X500Name nameOf(Signed authority) {
    return X500Name.getInstance(authority.certificate.getSubjectX500Principal().getEncoded());
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
      X500Name issuer, X500Name subject, KeyPair pair, Instant now, Duration valid) {
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(127, new SecureRandom()),
        Date.from(now.minus(BACKDATED)),
        Date.from(now.plus(valid)),
        subject,
        pair.getPublic());
  }

  private static Signed signed(X509v3CertificateBuilder builder, KeyPair pair, PrivateKey signer)
      throws OperatorCreationException, GeneralSecurityException {
    return new Signed(
        pair.getPrivate(),
        new JcaX509CertificateConverter()
            .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(signer))));
  }
}
