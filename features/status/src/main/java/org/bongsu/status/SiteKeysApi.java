package org.bongsu.status;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.bongsu.cluster.keys.KeysUnusable;
import org.bongsu.cluster.keys.RevocationList;
import org.bongsu.cluster.keys.SiteKeys;
import org.bongsu.cluster.keys.SiteRole;
import org.bongsu.http.Request;
import org.bongsu.http.RequestError;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;
import org.bongsu.json.Json;
import org.bongsu.node.HealthLine;
import org.bongsu.node.Metric;
import org.bongsu.node.Metric.Sample;
import org.bongsu.node.RateLimits;

/** The state of a site's keys, and how it learns that certificates are revoked. */
final class SiteKeysApi {
  private final SiteKeys keys;
  private final RateLimits limits;

  SiteKeysApi(SiteKeys keys, RateLimits limits) {
    this.keys = keys;
    this.limits = limits;
  }

  void addTo(Routes routes) {
    routes.add(
        Route.of("POST", "/_bongsu/keys/revocations", Route.Access.PUBLIC, this::revoke)
            .withBodyBytesMax(RevocationList.BYTES_MAX)
            .operational());
  }

  /**
   * POST /_bongsu/keys/revocations: a revocation list (RFC 5280) in PEM, at most 64 KiB. No token
   * is needed, because the deployment's authority has signed the list. Answers 200 with the number
   * of certificates that are revoked now, also if the list was known or older; 403 if it is not the
   * authority's; 429 over the limit {@code revocations}; 503 if it cannot be kept. The other sites
   * fetch it from here within ten seconds.
   */
  private Response revoke(Request request) {
    limits.take(StatusLimit.REVOCATIONS, request.remoteNetwork());
    try {
      keys.receive(new String(request.body(), StandardCharsets.US_ASCII));
      return Response.json(Json.object().put("revoked", keys.revoked().size()));
    } catch (KeysUnusable e) {
      throw RequestError.forbidden("This is no revocation list of the deployment's authority");
    } catch (IOException e) {
      throw RequestError.unavailable("The list cannot be kept: " + e.getMessage());
    }
  }

  List<HealthLine> health() {
    String problem = keys.problem();
    if (!problem.isEmpty()) {
      return List.of(new HealthLine("keys", false, "The former keys are in use: " + problem));
    }
    String advice = keys.isRenewalDue() ? ": make new ones with bongsu keys renew" : "";
    return List.of(
        new HealthLine(
            "keys",
            !keys.isRenewalDue(),
            "This site's certificates expire at %s, in %d days%s"
                .formatted(keys.expires(), keys.validFor().toDays(), advice)));
  }

  List<Metric> metrics() {
    return List.of(
        Metric.gauge(
            "bongsu_certificate_expires_timestamp_seconds",
            "When this site's certificate expires.",
            Stream.of(SiteRole.values())
                .map(role -> Sample.of("role", role.unit(), keys.expires(role).getEpochSecond()))
                .toList()),
        Metric.gauge(
            "bongsu_keys_usable",
            "1 while the key files of this site are those in use; 0 if they cannot be used.",
            keys.problem().isEmpty() ? 1 : 0),
        Metric.gauge(
            "bongsu_certificates_revoked",
            "Certificates of sites that are revoked.",
            keys.revoked().size()));
  }
}
