package org.bongsu.cluster.keys;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Keys as versions without roles have made them: one certificate, for two years. */
final class EarlierKeys {
  private EarlierKeys() {}

  /** Replaces a site's keys in the directory of an authority, which then has no record of them. */
  static void replace(Path authority, String site) throws Exception {
    X509Certificate issuer = Pem.read(authority.resolve("ca.pem")).requireCertificate();
    KeyPair pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
    Instant now = Instant.now();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded()),
            BigInteger.valueOf(System.nanoTime()),
            Date.from(now.minus(Duration.ofDays(1))),
            Date.from(now.plus(Duration.ofDays(730))),
            new X500Name("CN=" + site),
            pair.getPublic());
    X509Certificate made =
        new JcaX509CertificateConverter()
            .getCertificate(
                builder.build(
                    new JcaContentSignerBuilder("SHA256withECDSA")
                        .build(Pem.read(authority.resolve("ca-key.pem")).requireKey())));
    write(authority, site, pair, made);
  }

  private static void write(Path authority, String site, KeyPair pair, X509Certificate made)
      throws IOException {
    Path own = authority.resolve(site);
    Files.deleteIfExists(authority.resolve("issued.pem"));
    Files.deleteIfExists(own.resolve("broker.pem"));
    new Pem(own.resolve("site.pem"), pair.getPrivate(), List.of(made)).write();
  }
}
