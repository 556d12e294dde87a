package org.bongsu.sim;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bongsu.command.KeyCommand;
import org.bongsu.command.Outcome;
import tools.jackson.databind.JsonNode;

/** No one-time key is claimed twice; fallback keys may be. */
final class KeysClaimedOnce implements Checker {
  @Override
  public Optional<String> check(History history, Sites sites) {
    Set<String> given = new HashSet<>();
    for (History.Applied applied : history.applied()) {
      if (applied.command() instanceof KeyCommand.ClaimKeys claim
          && applied.outcome() instanceof Outcome.Accepted accepted) {
        for (Map.Entry<String, JsonNode> device : accepted.result().properties()) {
          for (String key : device.getValue().propertyNames()) {
            String name = claim.user() + " " + device.getKey() + " " + key;
            if (!key.contains("fallback") && !given.add(name)) {
              return Optional.of("claimed twice: " + name);
            }
          }
        }
      }
    }
    return Optional.empty();
  }
}
