package org.bongsu.cluster.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bongsu.http.Gateway;
import org.bongsu.http.MutualTls;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;
import org.bongsu.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Valid and invalid key files, and which of them let a client connect to a site. */
class SiteKeysTest {
  private static final Set<String> SITES = Set.of("seoul", "busan");
  private static final Instant NOW = Instant.now();

  @TempDir Path directory;

  private Authority authority() throws IOException {
    return Authority.open(directory.resolve("keys"), Clock.systemUTC());
  }

  private Authority anotherAuthority() throws IOException {
    return Authority.open(directory.resolve("others"), Clock.systemUTC());
  }

  private SiteKeys read(Path keys, String site) {
    return read(keys, site, SITES);
  }

  private SiteKeys read(Path keys, String site, Set<String> sites) {
    return SiteKeys.read(keys, directory.resolve("received"), site, sites, Clock.systemUTC());
  }

  private void assertUnusable(String why, Path keys) {
    KeysUnusable refused = assertThrows(KeysUnusable.class, () -> read(keys, "seoul"));
    assertTrue(String.valueOf(refused.getMessage()).contains(why), refused.getMessage());
    assertEquals(1, String.valueOf(refused.getMessage()).lines().count());
  }

  @Test
  void madeKeysAreReadAndPrivateToTheOwner() throws Exception {
    Path made = authority().make("seoul");
    Duration left = Duration.between(NOW, read(made, "seoul").expires());
    assertEquals(90, left.plusHours(1).toDays());
    for (Path file :
        List.of(
            made.resolve("site.pem"),
            made.resolve("broker.pem"),
            directory.resolve("keys/ca-key.pem"))) {
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }
  }

  @Test
  void anExistingAuthorityIsReused() throws Exception {
    Path seoul = authority().make("seoul");
    Path busan = authority().make("busan");
    assertEquals(
        Files.readString(seoul.resolve("ca.pem")), Files.readString(busan.resolve("ca.pem")));
  }

  @Test
  void unusableKeysGiveAOneLineReason() throws Exception {
    Path made = authority().make("seoul");
    Path file = made.resolve("site.pem");
    String good = Files.readString(file);
    assertThrows(KeysUnusable.class, () -> read(directory.resolve("nowhere"), "seoul"));
    assertUnusable("is the certificate of busan, not of seoul", authority().make("busan"));

    Files.writeString(file, "no PEM");
    assertUnusable("holds neither a key nor a certificate", made);
    Files.writeString(file, good.substring(0, good.length() / 2));
    assertUnusable("cannot be read", made);
    String key = good.substring(0, good.indexOf("-----BEGIN CERTIFICATE"));
    Files.writeString(file, good.substring(key.length()));
    assertUnusable("no private key", made);
    String busan = Files.readString(directory.resolve("keys/busan/site.pem"));
    String otherKey = busan.substring(0, busan.indexOf("-----BEGIN CERTIFICATE"));
    Files.writeString(file, otherKey + good.substring(key.length()));
    assertUnusable("a key that is not its certificate's", made);

    Files.writeString(file, good);
    read(made, "seoul");
    Files.copy(
        anotherAuthority().make("seoul").resolve("ca.pem"),
        made.resolve("ca.pem"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertUnusable("was not made by the authority", made);
  }

  @Test
  void expiredKeysAreNotUsed() throws Exception {
    Clock longAgo = Clock.fixed(NOW.minus(Duration.ofDays(900)), ZoneOffset.UTC);
    Path old = Authority.open(directory.resolve("old"), longAgo).make("seoul");
    assertUnusable("expired at", old);
    Clock later = Clock.fixed(NOW.plus(Duration.ofDays(30)), ZoneOffset.UTC);
    Path early = Authority.open(directory.resolve("early"), later).make("seoul");
    assertUnusable("is this machine's clock right?", early);
  }

  @Test
  void aRoleNeedsItsOwnCertificate() throws Exception {
    Path made = authority().make("seoul");
    Files.copy(
        made.resolve("broker.pem"),
        made.resolve("site.pem"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertUnusable("is the certificate of a broker, not of a site", made);
    made = authority().make("seoul");
    Files.delete(made.resolve("broker.pem"));
    assertUnusable("is the certificate of a site, not of a broker", made);
  }

  @Test
  void keysOfAnEarlierVersionServeBothRoles() throws Exception {
    Path made = authority().make("seoul");
    EarlierKeys.replace(directory.resolve("keys"), "seoul");
    SiteKeys keys = read(made, "seoul");
    for (SiteRole role : SiteRole.values()) {
      assertTrue(Duration.between(NOW, keys.expires(role)).toDays() > 700);
    }
    assertTrue(authority().isDue("seoul"), "has no keys for the broker");
    authority().make("seoul");
    keys.readAgain();
    assertEquals("", keys.problem());
    assertEquals(90, keys.validFor().plusHours(1).toDays());
  }

  private Gateway seoul() throws IOException {
    SiteKeys own = read(authority().make("seoul"), "seoul");
    Routes routes = new Routes();
    routes.add(
        "GET",
        "/between-sites",
        Route.Access.PUBLIC,
        request -> Response.json(200, Json.object().put("from", "seoul")));
    return Gateway.listenForSites(
        "127.0.0.1", 0, routes, Optional.of(new MutualTls(own.keys(SiteRole.SITE), own.trust())));
  }

  private static int ask(Gateway gateway, SiteKeys keys) throws Exception {
    // As between sites, but repeated: the first handshake of a process is slow.
    try (HttpClient http =
        HttpClient.newBuilder().sslContext(keys.context(SiteRole.SITE)).build()) {
      URI site = URI.create("https://127.0.0.1:" + gateway.port() + "/between-sites");
      return http.send(HttpRequest.newBuilder(site).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  @Test
  void aSiteTalksToSitesOnly() throws Exception {
    try (Gateway gateway = seoul()) {
      assertEquals(200, ask(gateway, read(authority().make("busan"), "busan")));

      SiteKeys stranger = read(anotherAuthority().make("busan"), "busan");
      assertThrows(IOException.class, () -> ask(gateway, stranger), "another deployment's");
      SiteKeys unnamed = read(authority().make("jeju"), "jeju", Set.of("jeju", "seoul", "busan"));
      assertThrows(IOException.class, () -> ask(gateway, unnamed), "of an unknown site");
      SiteKeys trustsNone = read(authority().make("busan"), "busan", Set.of("busan"));
      assertThrows(IOException.class, () -> ask(gateway, trustsNone), "does not trust seoul");
    }
  }

  @Test
  void aClientWithoutACertificateGetsNothing() throws Exception {
    try (Gateway gateway = seoul();
        HttpClient plain = HttpClient.newHttpClient()) {
      String address = "127.0.0.1:" + gateway.port() + "/between-sites";
      for (String scheme : List.of("http", "https")) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(scheme + "://" + address)).build();
        assertThrows(
            IOException.class, () -> plain.send(request, HttpResponse.BodyHandlers.discarding()));
      }
      javax.net.ssl.SSLContext trusting = javax.net.ssl.SSLContext.getInstance("TLSv1.3");
      SiteKeys busan = read(authority().make("busan"), "busan");
      trusting.init(null, new javax.net.ssl.TrustManager[] {busan.trust()}, null);
      try (HttpClient anonymous = HttpClient.newBuilder().sslContext(trusting).build()) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://" + address)).build();
        assertThrows(
            IOException.class,
            () -> anonymous.send(request, HttpResponse.BodyHandlers.discarding()));
      }
    }
  }
}
