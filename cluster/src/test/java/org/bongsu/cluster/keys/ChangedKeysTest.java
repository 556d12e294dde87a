package org.bongsu.cluster.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.bongsu.http.Gateway;
import org.bongsu.http.MutualTls;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;
import org.bongsu.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that are renewed or revoked while sites are connected. */
class ChangedKeysTest {
  private static final Set<String> SITES = Set.of("seoul", "busan");

  @TempDir Path directory;

  private Authority authority;
  private SiteKeys seoul;
  private Gateway gateway;
  private SSLContext busan;
  private HttpClient http;

  @BeforeEach
  void open() throws Exception {
    authority = Authority.open(directory.resolve("keys"), Clock.systemUTC());
    seoul = read("seoul");
    gateway = listen(seoul);
    authority.make("busan");
    busan = read("busan").context(SiteRole.SITE);
    http = HttpClient.newBuilder().sslContext(busan).build();
  }

  @AfterEach
  void close() {
    http.shutdownNow();
    gateway.close();
  }

  private SiteKeys read(String site) throws IOException {
    Path made = directory.resolve("keys").resolve(site);
    if (!Files.exists(made)) {
      authority.make(site);
    }
    return SiteKeys.read(
        made, directory.resolve("received-by-" + site), site, SITES, Clock.systemUTC());
  }

  private static Gateway listen(SiteKeys keys) {
    Routes routes = new Routes();
    routes.add(
        "GET", "/between-sites", Route.Access.PUBLIC, request -> Response.json(Json.object()));
    return Gateway.listenForSites(
        "127.0.0.1", 0, routes, Optional.of(new MutualTls(keys.keys(SiteRole.SITE), keys.trust())));
  }

  /** The serial number of the certificate that the site presents; the connection is kept. */
  private BigInteger ask(HttpClient client, Gateway site) throws Exception {
    URI address = URI.create("https://127.0.0.1:" + site.port() + "/between-sites");
    HttpRequest request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(20)).build();
    HttpResponse<Void> response = client.send(request, HttpResponse.BodyHandlers.discarding());
    assertEquals(200, response.statusCode());
    return ((X509Certificate) response.sslSession().orElseThrow().getPeerCertificates()[0])
        .getSerialNumber();
  }

  @Test
  void renewedKeysAreForNewConnectionsAndOpenOnesGoOn() throws Exception {
    BigInteger first = ask(http, gateway);
    authority.make("seoul");
    seoul.readAgain();
    assertEquals(first, ask(http, gateway), "the open connection was lost");
    try (HttpClient another = HttpClient.newBuilder().sslContext(busan).build()) {
      assertNotEquals(first, ask(another, gateway));
    }
  }

  @Test
  void aRevokedCertificateIsRefusedAndItsOpenConnectionsEnd() throws Exception {
    ask(http, gateway);
    authority.revoke("busan", false);
    seoul.readAgain();
    assertThrows(IOException.class, () -> ask(http, gateway), "over the open connection");
    try (HttpClient another = HttpClient.newBuilder().sslContext(busan).build()) {
      assertThrows(IOException.class, () -> ask(another, gateway), "over a new one");
    }

    authority.make("busan");
    SSLContext renewed = read("busan").context(SiteRole.SITE);
    try (HttpClient another = HttpClient.newBuilder().sslContext(renewed).build()) {
      ask(another, gateway);
    }
  }

  @Test
  void aRevokedSiteIsNotAskedEither() throws Exception {
    try (Gateway lost = listen(read("busan"));
        HttpClient client =
            HttpClient.newBuilder().sslContext(seoul.context(SiteRole.SITE)).build()) {
      ask(client, lost);
      authority.revoke("busan", false);
      seoul.readAgain();
      assertThrows(IOException.class, () -> ask(client, lost), "over the open connection");
      assertThrows(IOException.class, () -> ask(client, lost), "over a new one");
    }
  }

  /** Resuming one would skip the check of the certificate. */
  @Test
  void noSessionCanBeResumed() throws Exception {
    ask(http, gateway);
    assertFalse(busan.getClientSessionContext().getIds().hasMoreElements());
  }

  @Test
  void aListThatWasReceivedIsKeptAndNeverReplacedByAnOlderOne() throws Exception {
    authority.revoke("busan", false);
    String first = authority.revoked().text();
    authority.make("busan");
    authority.revoke("busan", false);
    Files.delete(directory.resolve("keys/seoul/crl.pem"));
    seoul.receive(authority.revoked().text());
    seoul.receive(first);
    assertEquals(4, seoul.revoked().size());
    assertEquals(4, read("seoul").revoked().size(), "after a restart");
    Files.writeString(directory.resolve("received-by-seoul"), first);
    seoul.readAgain();
    assertEquals(4, seoul.revoked().size());
  }

  @Test
  void listsOfOthersAreRefused() throws Exception {
    Authority stranger = Authority.open(directory.resolve("others"), Clock.systemUTC());
    stranger.make("busan");
    stranger.revoke("busan", false);
    assertThrows(KeysUnusable.class, () -> seoul.receive(stranger.revoked().text()));
    assertThrows(KeysUnusable.class, () -> seoul.receive("no list"));
    assertEquals(0, seoul.revoked().size());
    ask(http, gateway);
  }

  @Test
  void unusableFilesChangeNothingAndAreReported() throws Exception {
    BigInteger first = ask(http, gateway);
    Path file = directory.resolve("keys/seoul/site.pem");
    String good = Files.readString(file);
    Files.writeString(file, good.substring(0, good.length() / 2));
    authority.revoke("busan", false);
    seoul.readAgain();
    assertTrue(seoul.problem().contains("cannot be read"), seoul.problem());
    assertEquals(2, seoul.revoked().size(), "a revocation does not wait for good keys");
    Files.writeString(file, good);
    seoul.readAgain();
    assertEquals("", seoul.problem());
    authority.make("busan");
    SSLContext renewed = read("busan").context(SiteRole.SITE);
    try (HttpClient another = HttpClient.newBuilder().sslContext(renewed).build()) {
      assertEquals(first, ask(another, gateway));
    }
  }

  @Test
  void aSiteDoesNotStartWithRevokedKeys() throws Exception {
    authority.revoke("busan", false);
    KeysUnusable refused = assertThrows(KeysUnusable.class, () -> read("busan"));
    assertTrue(String.valueOf(refused.getMessage()).contains("was revoked"), refused.getMessage());
  }
}
