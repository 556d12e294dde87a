package org.bongsu.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bongsu.cluster.keys.Authority;
import org.bongsu.cluster.keys.SiteKeys;
import org.bongsu.cluster.keys.SiteRole;
import org.bongsu.http.Gateway;
import org.bongsu.http.MutualTls;
import org.bongsu.http.Routes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A revocation list that one site has reaches the others. */
class RevocationSpreadTest {
  private static final PeerAuthentication AUTHENTICATION = new PeerAuthentication("secret");

  @TempDir Path directory;

  private SiteKeys read(Authority authority, String site) throws Exception {
    return SiteKeys.read(
        authority.make(site),
        directory.resolve("received-by-" + site),
        site,
        Set.of("seoul", "busan", "jeju"),
        Clock.systemUTC());
  }

  @Test
  void eachSiteGetsWhatAnotherOneHas() throws Exception {
    Authority authority = Authority.open(directory.resolve("keys"), Clock.systemUTC());
    SiteKeys seoul = read(authority, "seoul");
    SiteKeys jeju = read(authority, "jeju");
    Routes routes = new Routes();
    RevocationSpread.addTo(routes, seoul, AUTHENTICATION);
    try (Gateway gateway =
            Gateway.listenForSites(
                "127.0.0.1",
                0,
                routes,
                Optional.of(new MutualTls(seoul.keys(SiteRole.SITE), seoul.trust())));
        PeerHttp http = new PeerHttp(AUTHENTICATION, Optional.of(jeju))) {
      URI site = URI.create("https://127.0.0.1:" + gateway.port());
      RevocationSpread spread = new RevocationSpread(jeju, http, List.of(site));
      spread.askAll();
      assertEquals(0, jeju.revoked().size());

      authority.make("busan");
      authority.revoke("busan", false);
      seoul.receive(authority.revoked().text());
      spread.askAll();
      assertEquals(2, jeju.revoked().size());
    }
  }
}
