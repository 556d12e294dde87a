package org.bongsu.cluster.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The deployment's own certificate authority. It issues certificates for sites only, and revokes
 * them.
 */
public final class Authority {
  private static final String KEY = "ca-key.pem";

  /** What was issued and has not expired, replaced certificates included. */
  private static final String ISSUED = "issued.pem";

  private static final Duration AUTHORITY_VALID = Duration.ofDays(20 * 365);
  private static final Duration SITE_VALID = Duration.ofDays(90);

  private final Path directory;
  private final Certificates.Signed own;
  private final Clock clock;

  /** A certificate that a site has in its directory. */
  public record Issued(SiteRole role, Instant expires, boolean revoked) {}

  private Authority(Path directory, Certificates.Signed own, Clock clock) {
    this.directory = directory;
    this.own = own;
    this.clock = clock;
  }

  /**
   * Opens the authority in a directory, or makes it if there is none.
   *
   * @throws KeysUnusable if its key or certificate is missing or broken
   */
  public static Authority open(Path directory, Clock clock) throws IOException {
    Path certificate = directory.resolve(KeyFiles.AUTHORITY);
    Path key = directory.resolve(KEY);
    if (!Files.exists(certificate) && !Files.exists(key)) {
      Files.createDirectories(directory);
      Certificates.Signed made = Certificates.ofAuthority(clock.instant(), AUTHORITY_VALID);
      new Pem(key, made.key(), List.of()).write();
      new Pem(certificate, null, List.of(made.certificate())).write();
    }
    return openExisting(directory, clock);
  }

  /**
   * Opens the authority in a directory.
   *
   * @throws KeysUnusable if its key or certificate is missing or broken
   */
  public static Authority openExisting(Path directory, Clock clock) {
    X509Certificate certificate =
        Pem.read(directory.resolve(KeyFiles.AUTHORITY)).requireCertificate();
    PrivateKey key = Pem.read(directory.resolve(KEY)).requireKey();
    return new Authority(directory, new Certificates.Signed(key, certificate), clock);
  }

  /** When its own certificate is no longer valid. */
  public Instant expires() {
    return own.certificate().getNotAfter().toInstant();
  }

  /** Whether the directory has keys and certificates for a site. */
  public boolean hasMade(String site) {
    return Files.exists(directory.resolve(site).resolve(SiteRole.SITE.file()));
  }

  /** The sites for which the directory has keys and certificates, in order. */
  public List<String> sites() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(one -> one.getFileName().toString()).filter(this::hasMade).sorted().toList();
    }
  }

  /**
   * Whether a site has no keys for some role, or its certificates are to be renewed. Never for a
   * site whose certificates are revoked: whether it gets new ones is the operator's decision.
   */
  public boolean isDue(String site) {
    List<Issued> held = held(site);
    Instant now = clock.instant();
    return held.stream().noneMatch(Issued::revoked)
        && (held.size() < SiteRole.values().length
            || held.stream().anyMatch(one -> SiteKeys.isDue(one.expires(), now)));
  }

  /** The certificates in a site's directory. */
  public List<Issued> held(String site) {
    RevocationList revoked = revoked();
    List<Issued> held = new ArrayList<>();
    for (SiteRole role : SiteRole.values()) {
      for (X509Certificate one : certificates(directory.resolve(site).resolve(role.file()))) {
        held.add(new Issued(role, one.getNotAfter().toInstant(), revoked.revokes(one)));
      }
    }
    return held;
  }

  /**
   * Makes new keys and certificates for a site and replaces existing ones, which stay valid until
   * they expire or are revoked.
   *
   * @return the directory that the site needs
   */
  public Path make(String site) throws IOException {
    Path to = Files.createDirectories(directory.resolve(site));
    List<X509Certificate> issued = new ArrayList<>(issued());
    List<Pem> files = new ArrayList<>();
    for (SiteRole role : SiteRole.values()) {
      Certificates.Signed made = Certificates.ofSite(site, role, own, clock.instant(), SITE_VALID);
      issued.add(made.certificate());
      files.addFirst(made.in(to.resolve(role.file()))); // the broker's first: see KeyFiles
    }
    // Before they are handed out, so that each can be revoked.
    new Pem(directory.resolve(ISSUED), null, issued).write();
    new Pem(to.resolve(KeyFiles.AUTHORITY), null, List.of(own.certificate())).write();
    copyRevocationsTo(to);
    for (Pem file : files) {
      file.write();
    }
    return to;
  }

  /** What has been issued and has not expired, as far as it is known. */
  private List<X509Certificate> issued() throws IOException {
    Path known = directory.resolve(ISSUED);
    List<X509Certificate> all = new ArrayList<>(certificates(known));
    if (!Files.exists(known)) { // an earlier version did not record them
      for (String site : sites()) {
        all.addAll(certificatesIn(directory.resolve(site)));
      }
    }
    all.removeIf(one -> one.getNotAfter().toInstant().isBefore(clock.instant()));
    return all;
  }

  private static List<X509Certificate> certificatesIn(Path site) {
    return Stream.of(SiteRole.values())
        .flatMap(role -> certificates(site.resolve(role.file())).stream())
        .toList();
  }

  private static List<X509Certificate> certificates(Path file) {
    return Files.exists(file) ? Pem.read(file).certificates() : List.of();
  }

  /**
   * Revokes certificates of a site that have not expired. The directories of all sites get the new
   * revocation list.
   *
   * @param onlyReplaced not those in the site's directory, but those that they have replaced
   * @return how many were revoked that had not been before
   */
  public int revoke(String site, boolean onlyReplaced) throws IOException {
    RevocationList before = revoked();
    List<X509Certificate> kept = onlyReplaced ? certificatesIn(directory.resolve(site)) : List.of();
    List<X509Certificate> wanted =
        issued().stream()
            .filter(one -> Subject.of(one).site().equals(site))
            .filter(one -> !kept.contains(one) && !before.revokes(one))
            .toList();
    if (!wanted.isEmpty()) {
      X509CRL list = Certificates.revocationList(own, clock.instant(), before.crls(), wanted);
      new Pem(directory.resolve(KeyFiles.REVOKED), null, List.of(), List.of(list)).write();
    }
    for (String each : sites()) {
      copyRevocationsTo(directory.resolve(each));
    }
    return wanted.size();
  }

  /** What is revoked now. */
  public RevocationList revoked() {
    return RevocationList.read(directory.resolve(KeyFiles.REVOKED), List.of(own.certificate()));
  }

  private void copyRevocationsTo(Path site) throws IOException {
    RevocationList revoked = revoked();
    if (!revoked.crls().isEmpty()) {
      revoked.write(site.resolve(KeyFiles.REVOKED));
    }
  }
}
