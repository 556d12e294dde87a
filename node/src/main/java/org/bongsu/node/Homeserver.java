package org.bongsu.node;

import java.time.Clock;
import java.util.List;
import org.bongsu.cluster.Bus;
import org.bongsu.cluster.Peers;
import org.bongsu.command.Command;
import org.bongsu.command.Outcome;
import org.bongsu.gateway.CommandGateway;
import org.bongsu.id.UserId;
import org.bongsu.settings.Configuration;
import org.bongsu.shard.Shards;
import org.bongsu.store.Db;
import tools.jackson.databind.node.ObjectNode;

/**
 * What every operation needs: the command gateway, the shards to read from, the clock, random
 * numbers, the configuration, rate limits, the other sites, and the bus to them.
 */
public record Homeserver(
    Configuration configuration,
    CommandGateway commands,
    Shards shards,
    Clock clock,
    SecureRandomSource random,
    RateLimits limits,
    Peers sites,
    Bus bus) {

  /** The settings of the node itself. */
  public NodeSettings config() {
    return settings(NodeSettings.class);
  }

  /** The settings of a feature. */
  public <T extends Record> T settings(Class<T> section) {
    return configuration.get(section);
  }

  public UserId userId(String localpart) {
    return UserId.of(localpart, config().serverName());
  }

  public boolean isOurs(UserId user) {
    return user.serverName().equals(config().serverName());
  }

  /** The epoch for tokens. */
  public Epoch epoch() {
    return new Epoch(shards.epoch());
  }

  /** Reads the shard of an entity, with the readers for requests. */
  public <T> T read(String entity, java.util.function.Function<Db, T> read) {
    return shards.readers().read(shards.shardOf(entity), read);
  }

  /**
   * Applies a command and returns its result; see {@link CommandGateway#apply}.
   *
   * @throws MatrixError if it was refused
   */
  public ObjectNode apply(Command command) {
    return require(commands.apply(command));
  }

  /**
   * As {@link #apply}, and waits, for a limited time, until other shards have applied its outbox.
   */
  public ObjectNode applyEverywhere(Command command) {
    return require(commands.applyEverywhere(command));
  }

  /**
   * Applies commands concurrently, waits for all, and returns their results in order.
   *
   * @throws MatrixError if one was refused; the others are applied nevertheless
   */
  public List<ObjectNode> applyAll(List<? extends Command> commands) {
    return this.commands.applyAll(commands).stream().map(Homeserver::require).toList();
  }

  /** The result of an outcome; throws the protocol's error if it is a refusal. */
  public static ObjectNode require(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Accepted(ObjectNode result) -> result;
      case Outcome.Refused refused -> throw error(refused);
    };
  }

  /** The protocol's error for a refusal, unless an operation has its own. */
  public static MatrixError error(Outcome.Refused refused) {
    String detail = refused.detail();
    return switch (refused.why()) {
      case FORBIDDEN -> MatrixError.forbidden(detail);
      case NOT_FOUND -> MatrixError.notFound(detail);
      case USER_IN_USE -> new MatrixError(400, "M_USER_IN_USE", detail);
      case ROOM_IN_USE -> new MatrixError(400, "M_ROOM_IN_USE", detail);
      case INVALID -> MatrixError.badJson(detail);
      case TOO_LARGE -> MatrixError.tooLarge(detail);
      case LIMIT_REACHED -> new MatrixError(403, "M_RESOURCE_LIMIT_EXCEEDED", detail);
      case CONFLICT -> new MatrixError(409, "M_UNKNOWN", detail);
      case BAD_STATE -> new MatrixError(403, "M_BAD_STATE", detail);
      case BAD_RELATION -> new MatrixError(400, "M_UNKNOWN", detail);
      case DUPLICATE_ANNOTATION -> new MatrixError(400, "M_DUPLICATE_ANNOTATION", detail);
      case USER_DEACTIVATED -> new MatrixError(403, "M_USER_DEACTIVATED", detail);
      case WRONG_BACKUP_VERSION -> new MatrixError(403, "M_WRONG_ROOM_KEYS_VERSION", detail);
      case INTERNAL -> new MatrixError(500, "M_UNKNOWN", detail);
    };
  }
}
