package org.bongsu.cluster.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The keys and certificates of one site, and the certificates it trusts. They follow their files:
 * new files hold for connections made from then on, and a revocation also ends open ones. Files
 * that cannot be used change nothing.
 */
public final class SiteKeys {
  /** A certificate that expires within this time is to be renewed. */
  private static final Duration RENEWED_BEFORE = Duration.ofDays(30);

  /** Interval at which the files are read again. */
  private static final Duration READ_EVERY = Duration.ofSeconds(1);

  private static final Duration WARN_EVERY = Duration.ofDays(1);

  /** A client does not resume a TLS session after this time, but is verified again. */
  private static final int SESSION_SECONDS = 1;

  private static final System.Logger LOG = System.getLogger(SiteKeys.class.getName());

  private final Path directory;
  private final Path received;
  private final String site;
  private final Clock clock;
  private final Map<SiteRole, ReplaceableKey> keys = new EnumMap<>(SiteRole.class);
  private final SiteTrust trust;
  private volatile KeyFiles current;
  private volatile RevocationList revoked;
  private volatile String problem = "";

  /** The text of all files when they were read; used by one thread at a time. */
  private List<String> seen;

  private @Nullable Instant warned;

  private SiteKeys(Path directory, Path received, String site, Set<String> sites, Clock clock) {
    this.directory = directory;
    this.received = received;
    this.site = site;
    this.clock = clock;
    this.seen = texts();
    this.current = KeyFiles.read(directory, received, site, clock.instant());
    this.revoked = current.revoked();
    this.trust = new SiteTrust(sites, current.chains(), revoked);
    current.held().forEach((role, held) -> keys.put(role, new ReplaceableKey(held.keys())));
  }

  /**
   * Reads them from a site's directory.
   *
   * @param received where {@link #receive} keeps a newer revocation list; need not exist
   * @param sites the names of all sites, this one included; no other name is trusted
   * @throws KeysUnusable if they are missing, broken, another site's, revoked, or not valid now
   */
  public static SiteKeys read(
      Path directory, Path received, String site, Set<String> sites, Clock clock) {
    return new SiteKeys(directory, received, site, sites, clock);
  }

  /** Reads the files every second from now on, until this process ends. */
  public SiteKeys watch() {
    Thread.ofPlatform().daemon().name("site-keys").start(this::readForever);
    return this;
  }

  private void readForever() {
    try {
      while (true) {
        readAgain();
        warnOfExpiry();
        Thread.sleep(READ_EVERY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads the files now, and uses them if they have changed. */
  public synchronized void readAgain() {
    List<String> now = texts();
    if (now.equals(seen) && problem.isEmpty()) {
      return;
    }
    try {
      revoke(KeyFiles.revoked(directory, received, current.authorities()));
      use(KeyFiles.read(directory, received, site, clock.instant()));
      seen = now;
      problem = "";
    } catch (KeysUnusable e) {
      String why = String.valueOf(e.getMessage());
      if (!why.equals(problem)) {
        LOG.log(System.Logger.Level.ERROR, "the former keys stay in use: " + why);
      }
      problem = why;
    }
  }

  private void use(KeyFiles next) {
    current = next;
    trust.replaceChains(next.chains());
    next.held().forEach((role, held) -> keyOf(role).replace(held.keys()));
    revoke(next.revoked());
    LOG.log(
        System.Logger.Level.INFO,
        "keys of %s are used that expire at %s; %d certificates are revoked"
            .formatted(site, expires(), revoked.size()));
  }

  /** A list that was known is never replaced by an older one. */
  private void revoke(RevocationList more) {
    RevocationList all = revoked.with(more);
    if (!all.equals(revoked)) {
      revoked = all;
      trust.revoke(all);
    }
  }

  /**
   * Takes a revocation list that was received in PEM, unless the one in use is as new. It takes
   * effect in this process at once, and is kept in a file.
   *
   * @throws KeysUnusable if it is no list, or not signed by the deployment's authority
   * @throws IOException if it cannot be kept
   */
  public synchronized void receive(String text) throws IOException {
    revoke(RevocationList.parse(text, current.authorities()));
    if (!revoked.text().equals(text(received))) {
      Files.createDirectories(received.toAbsolutePath().getParent());
      revoked.write(received);
    }
  }

  private List<String> texts() {
    return Stream.concat(
            Stream.of(KeyFiles.AUTHORITY, KeyFiles.REVOKED).map(directory::resolve),
            Stream.concat(
                Stream.of(SiteRole.values()).map(role -> directory.resolve(role.file())),
                Stream.of(received)))
        .map(SiteKeys::text)
        .toList();
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      return "not readable";
    }
  }

  private void warnOfExpiry() {
    Instant now = clock.instant();
    boolean recently = warned != null && now.isBefore(warned.plus(WARN_EVERY));
    if (isRenewalDue() && !recently) {
      warned = now;
      LOG.log(
          System.Logger.Level.WARNING,
          "the certificates of %s expire at %s: make new ones with bongsu keys renew"
              .formatted(site, expires()));
    }
  }

  private ReplaceableKey keyOf(SiteRole role) {
    return java.util.Objects.requireNonNull(keys.get(role));
  }

  /** Presents this site's certificate for a role. */
  public X509ExtendedKeyManager keys(SiteRole role) {
    return keyOf(role);
  }

  /** Trusts the certificates of this deployment's sites only. */
  public X509TrustManager trust() {
    return trust;
  }

  /** For connections to and from other sites. */
  public SSLContext context(SiteRole role) {
    try {
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(new KeyManager[] {keys(role)}, new TrustManager[] {trust}, null);
      context.getClientSessionContext().setSessionTimeout(SESSION_SECONDS);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The certificates that are revoked now. */
  public RevocationList revoked() {
    return revoked;
  }

  /** The file with this site's key and certificate for a role, in PEM. */
  public Path keyFile(SiteRole role) {
    return directory.resolve(role.file());
  }

  /** When the certificate for a role is no longer valid. */
  public Instant expires(SiteRole role) {
    return java.util.Objects.requireNonNull(current.held().get(role))
        .certificate()
        .getNotAfter()
        .toInstant();
  }

  /** When the first of them is no longer valid. */
  public Instant expires() {
    return Stream.of(SiteRole.values()).map(this::expires).min(Instant::compareTo).orElseThrow();
  }

  /** The time until then; negative afterwards. */
  public Duration validFor() {
    return Duration.between(clock.instant(), expires());
  }

  /** Whether the first of them is to be renewed; see {@link #isDue}. */
  public boolean isRenewalDue() {
    return isDue(expires(), clock.instant());
  }

  /** Whether a certificate is to be renewed: 30 days before it expires. */
  public static boolean isDue(Instant expires, Instant now) {
    return expires.isBefore(now.plus(RENEWED_BEFORE));
  }

  /** Why the files as they are now are not used; empty if they are. */
  public String problem() {
    return problem;
  }
}
