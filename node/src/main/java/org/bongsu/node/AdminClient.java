package org.bongsu.node;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.bongsu.apply.ShardMap;
import org.bongsu.cluster.Bus;
import org.bongsu.cluster.Peers;
import org.bongsu.gateway.CommandGateway;
import org.bongsu.http.RequestError;
import org.bongsu.json.Json;
import org.bongsu.settings.Configuration;
import org.bongsu.shard.Shards;
import tools.jackson.databind.node.ObjectNode;

/**
 * Carries out admin commands, whether the server runs or not: the running server is asked; if there
 * is none, the data directory is opened for the time of the command.
 */
public final class AdminClient {
  /** The command was refused. */
  public static final class Refused extends RuntimeException {
    Refused(String message) {
      super(message);
    }
  }

  private AdminClient() {}

  /**
   * Asks one question; see {@link AdminCommands}.
   *
   * @param features that may answer it
   * @throws Refused if it cannot be done
   * @throws DataDirectory.InUse if a server runs that does not answer
   */
  public static ObjectNode ask(Configuration wanted, List<Feature> features, ObjectNode question)
      throws IOException {
    Optional<ObjectNode> answer = AdminSocket.ask(wanted.get(NodeSettings.class).data(), question);
    if (answer.isPresent()) {
      return require(answer.get());
    }
    Clock clock = Clock.systemUTC();
    try (DataDirectory directory = DataDirectory.open(wanted, DataDirectory.Engine.LOCAL)) {
      Configuration configuration = Features.complete(features, wanted, directory);
      NodeSettings config = configuration.get(NodeSettings.class);
      try (Shards shards = Shards.openLocal(config.data(), new ShardMap(config.shards()), clock)) {
        RateLimits limits = new RateLimits(clock, configuration.limits(), Bus.NONE);
        CommandGateway commands = new CommandGateway(shards, Peers.NONE);
        Homeserver homeserver =
            new Homeserver(
                configuration,
                commands,
                shards,
                clock,
                new SecureRandomSource(),
                limits,
                Peers.NONE,
                Bus.NONE);
        return Features.adminCommands(features, homeserver).ask(question).orElseThrow();
      }
    } catch (RequestError refused) {
      throw new Refused(String.valueOf(refused.getMessage()));
    }
  }

  private static ObjectNode require(ObjectNode answer) {
    if (answer.path("result") instanceof ObjectNode result) {
      return result;
    }
    throw new Refused(answer.path("error").asString("the server did not say why"));
  }

  /** A question, to be filled. */
  public static ObjectNode question(String what) {
    return Json.object().put("do", what);
  }
}
