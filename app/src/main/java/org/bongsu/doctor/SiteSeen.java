package org.bongsu.doctor;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a site answered.
 *
 * @param health the answer of {@code /_bongsu/health/ready}; empty if it did not answer
 * @param problem why it did not answer; empty if it did
 * @param clockAhead how far its clock is ahead of this machine's, to half of the time that the
 *     answer took
 * @param certificateEnds of its https address
 * @param metrics by name and labels; empty if this machine may not read them
 */
public record SiteSeen(
    URI url,
    Optional<JsonNode> health,
    String problem,
    Optional<Duration> clockAhead,
    Optional<Instant> certificateEnds,
    Map<String, Double> metrics) {
  /** The name that it gives itself, or its address. */
  String name() {
    return health
        .map(answer -> answer.path("site").asString(""))
        .filter(name -> !name.isEmpty())
        .orElse(url.toString());
  }
}
