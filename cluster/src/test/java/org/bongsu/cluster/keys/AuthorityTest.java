package org.bongsu.cluster.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which certificates an authority renews and revokes. */
class AuthorityTest {
  private static final Instant NOW = Instant.now();

  @TempDir Path directory;

  private Authority after(int days) throws IOException {
    Instant then = NOW.plus(Duration.ofDays(days));
    return Authority.open(directory, Clock.fixed(then, ZoneOffset.UTC));
  }

  private X509Certificate certificate(String file) {
    return Pem.read(directory.resolve(file)).requireCertificate();
  }

  @Test
  void renewalIsDueThirtyDaysBeforeTheEnd() throws Exception {
    assertTrue(after(0).isDue("seoul"), "has none");
    after(0).make("seoul");
    assertFalse(after(59).isDue("seoul"));
    assertTrue(after(61).isDue("seoul"));
    after(61).make("seoul");
    assertFalse(after(61).isDue("seoul"));
    assertEquals(List.of("seoul"), after(61).sites());
  }

  @Test
  void allCertificatesOfASiteAreRevokedAndNewOnesAreNot() throws Exception {
    Authority authority = after(0);
    authority.make("busan");
    authority.make("seoul");
    X509Certificate replaced = certificate("busan/site.pem");
    authority.make("busan");
    X509Certificate current = certificate("busan/broker.pem");
    assertEquals(4, authority.revoke("busan", false));
    assertEquals(0, authority.revoke("busan", false), "they were already");
    RevocationList revoked = authority.revoked();
    assertTrue(revoked.revokes(replaced) && revoked.revokes(current));
    assertFalse(revoked.revokes(certificate("seoul/site.pem")));
    assertEquals(
        Files.readString(directory.resolve("crl.pem")),
        Files.readString(directory.resolve("seoul/crl.pem")));
    assertFalse(authority.isDue("busan"), "only the operator decides that");

    authority.make("busan");
    assertFalse(authority.revoked().revokes(certificate("busan/site.pem")));
    assertTrue(authority.held("busan").stream().noneMatch(Authority.Issued::revoked));
  }

  @Test
  void onlyReplacedCertificatesAreRevokedIfAsked() throws Exception {
    Authority authority = after(0);
    authority.make("busan");
    EarlierKeys.replace(directory, "busan");
    X509Certificate earlier = certificate("busan/site.pem");
    authority.make("busan");
    assertEquals(1, authority.revoke("busan", true));
    assertTrue(authority.revoked().revokes(earlier));
    assertFalse(authority.revoked().revokes(certificate("busan/site.pem")));
  }

  @Test
  void listsAreNumberedAndForgetWhatCannotBeValid() throws Exception {
    after(0).make("busan");
    after(0).revoke("busan", false);
    X509CRL first = after(0).revoked().crls().getFirst();
    after(0).make("busan");
    after(0).revoke("busan", false);
    X509CRL second = after(0).revoked().crls().getFirst();
    assertTrue(RevocationList.number(second).compareTo(RevocationList.number(first)) > 0);
    assertEquals(4, after(0).revoked().size());

    after(800).make("seoul");
    after(800).revoke("seoul", false);
    assertEquals(2, after(800).revoked().size());
  }
}
