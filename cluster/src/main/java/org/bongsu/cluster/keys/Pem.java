package org.bongsu.cluster.keys;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bongsu.log.DurableFile;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.jspecify.annotations.Nullable;

/**
 * The content of a PEM file.
 *
 * @param key null if it holds none
 */
record Pem(
    Path file, @Nullable PrivateKey key, List<X509Certificate> certificates, List<X509CRL> crls) {

  Pem(Path file, @Nullable PrivateKey key, List<X509Certificate> certificates) {
    this(file, key, certificates, List.of());
  }

  /**
   * Reads a file.
   *
   * @throws KeysUnusable if it is missing or not PEM
   */
  static Pem read(Path file) {
    try {
      return parse(file, Files.readString(file));
    } catch (IOException e) {
      throw new KeysUnusable("there is no %s, or it is not readable".formatted(file), e);
    }
  }

  /**
   * Reads the text of a file.
   *
   * @throws KeysUnusable if it is not PEM
   */
  static Pem parse(Path file, String text) {
    PrivateKey key = null;
    List<X509Certificate> certificates = new ArrayList<>();
    List<X509CRL> crls = new ArrayList<>();
    try (PEMParser in = new PEMParser(new StringReader(text))) {
      for (Object found = in.readObject(); found != null; found = in.readObject()) {
        switch (found) {
          case X509CertificateHolder certificate ->
              certificates.add(new JcaX509CertificateConverter().getCertificate(certificate));
          case X509CRLHolder crl -> crls.add(new JcaX509CRLConverter().getCRL(crl));
          case PrivateKeyInfo info -> key = new JcaPEMKeyConverter().getPrivateKey(info);
          default -> throw new KeysUnusable(file + " holds more than keys, certificates and CRLs");
        }
      }
    } catch (IOException | CertificateException | CRLException e) {
      throw new KeysUnusable(file + " cannot be read as PEM", e);
    }
    if (certificates.isEmpty() && crls.isEmpty() && key == null) {
      throw new KeysUnusable(file + " holds neither a key nor a certificate nor a CRL in PEM");
    }
    return new Pem(file, key, List.copyOf(certificates), List.copyOf(crls));
  }

  PrivateKey requireKey() {
    if (key == null) {
      throw new KeysUnusable(file + " holds no private key (PKCS #8)");
    }
    return key;
  }

  X509Certificate requireCertificate() {
    if (certificates.isEmpty()) {
      throw new KeysUnusable(file + " holds no certificate");
    }
    return certificates.getFirst();
  }

  /** The file's text. */
  String text() {
    StringWriter text = new StringWriter();
    try (PemWriter out = new PemWriter(text)) {
      if (key != null) {
        out.writeObject(new PemObject("PRIVATE KEY", key.getEncoded()));
      }
      for (X509Certificate certificate : certificates) {
        out.writeObject(new PemObject("CERTIFICATE", certificate.getEncoded()));
      }
      for (X509CRL crl : crls) {
        out.writeObject(new PemObject("X509 CRL", crl.getEncoded()));
      }
    } catch (IOException | CertificateException | CRLException e) {
      throw new IllegalStateException(e);
    }
    return text.toString();
  }

  /** Replaces the file; only the owner can read it. */
  void write() throws IOException {
    DurableFile.replace(file, text().getBytes(StandardCharsets.US_ASCII));
  }
}
