package org.bongsu.matrix.account;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bongsu.account.Accounts;
import org.bongsu.account.Invitations;
import org.bongsu.command.InvitationCommand;
import org.bongsu.command.UserCommand;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.matrix.MatrixSettings;
import org.bongsu.matrix.MatrixSettings.Registration;
import org.bongsu.node.AdminCommands;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Account and registration token commands of the operator's command line. */
public final class AccountAdmin implements AdminCommands {
  /** Accounts in one answer; the next page starts after the last one. */
  public static final int PAGE = 500;

  private final Homeserver homeserver;
  private final Credentials credentials;

  public AccountAdmin(Homeserver homeserver) {
    this.homeserver = homeserver;
    this.credentials =
        new Credentials(
            homeserver,
            new Passwords(
                homeserver.random(), homeserver.settings(MatrixSettings.class).passwordMemory()));
  }

  @Override
  public Optional<ObjectNode> ask(ObjectNode question) {
    return Optional.ofNullable(
        switch (Body.string(question, "do")) {
          case "add-user" -> addUser(question);
          case "reset-password" -> resetPassword(question);
          case "deactivate" -> deactivate(question);
          case "lock" -> lock(question);
          case "list-users" -> listUsers(question);
          case "add-token" -> addToken(question);
          case "list-tokens" -> listTokens();
          case "delete-token" -> deleteToken(question);
          case "first-token" -> firstTokenAnswer();
          default -> null;
        });
  }

  private ObjectNode addUser(ObjectNode question) {
    UserId user = RegisterApi.registrable(homeserver, Body.string(question, "name"));
    String hash = credentials.hash(Body.string(question, "password"));
    boolean admin = Body.flag(question, "admin", false);
    homeserver.apply(new UserCommand.RegisterUser(user, hash, admin, null));
    Body.optionalString(question, "display_name")
        .ifPresent(name -> homeserver.apply(ProfileApi.setDisplayName(user, name)));
    return Json.object().put("user_id", user.value());
  }

  private ObjectNode resetPassword(ObjectNode question) {
    UserId user = activeAccount(question);
    String hash = credentials.hash(Body.string(question, "password"));
    homeserver.apply(new UserCommand.SetPassword(user, hash, null, true, null));
    return Json.object().put("user_id", user.value());
  }

  private ObjectNode deactivate(ObjectNode question) {
    UserId user = activeAccount(question);
    boolean erase = Body.flag(question, "erase", false);
    homeserver.applyEverywhere(new UserCommand.DeactivateUser(user, erase));
    return Json.object().put("user_id", user.value());
  }

  private ObjectNode lock(ObjectNode question) {
    UserId user = activeAccount(question);
    homeserver.apply(new UserCommand.LockUser(user, Body.flag(question, "locked", true)));
    return Json.object().put("user_id", user.value());
  }

  /** The active account that the command names, by its localpart or its whole id. */
  private UserId activeAccount(ObjectNode question) {
    String name = Body.string(question, "name");
    UserId user =
        name.startsWith("@") ? Body.userId(name) : RegisterApi.registrable(homeserver, name);
    if (homeserver.read(user.value(), db -> new Accounts(db).active(user)).isEmpty()) {
      throw MatrixError.notFound("There is no account " + user);
    }
    return user;
  }

  private ObjectNode listUsers(ObjectNode question) {
    String after = Body.optionalString(question, "after").orElse("");
    List<Accounts.Account> found = new ArrayList<>();
    homeserver
        .shards()
        .searchers()
        .read(reader -> {
          for (int shard = 0; shard < reader.shards(); shard++) {
            found.addAll(new Accounts(reader.shard(shard)).after(after, PAGE));
          }
          return found;
        });
    found.sort(Comparator.comparing(Accounts.Account::user));
    ObjectNode answer = Json.object();
    ArrayNode users = answer.putArray("users");
    found.stream().limit(PAGE).forEach(account -> users.add(describe(account)));
    return answer;
  }

  private static ObjectNode describe(Accounts.Account account) {
    ObjectNode described =
        Json.object()
            .put("user_id", account.user().value())
            .put("display_name", account.profile().path("displayname").stringValue(""))
            .put("admin", account.admin())
            .put("locked", account.locked())
            .put("deactivated", account.isDeactivated());
    return described.put("created_ms", account.createdMillis());
  }

  private ObjectNode addToken(ObjectNode question) {
    String token = Body.optionalString(question, "token").orElseGet(this::newToken);
    if (!token.matches("[A-Za-z0-9._~-]{1,64}")) {
      throw MatrixError.invalidParam(
          "A registration token consists of 1 to 64 letters, digits and ._~- (specification)");
    }
    Long lifeMillis = number(question, "life_ms");
    Long expires = lifeMillis == null ? null : homeserver.clock().millis() + lifeMillis;
    homeserver.apply(
        new InvitationCommand.CreateInvitation(token, number(question, "uses"), expires));
    return Json.object().put("token", token);
  }

  private ObjectNode firstTokenAnswer() {
    ObjectNode answer = Json.object();
    firstToken().ifPresent(token -> answer.put("token", token));
    return answer;
  }

  /**
   * The first registration token, without limits: only for a server that requires tokens and has no
   * account yet. Creates it if there is no token. All sites return the same token until somebody
   * has signed up.
   */
  private Optional<String> firstToken() {
    Optional<String> chosen =
        Optional.of(homeserver.settings(MatrixSettings.class).firstRegistrationToken())
            .filter(token -> !token.isEmpty());
    boolean isOver =
        homeserver.settings(MatrixSettings.class).registration() != Registration.TOKEN
            || !listUsers(Json.object()).path("users").isEmpty();
    if (isOver) {
      return Optional.empty();
    }
    if (tokens().isEmpty()) {
      String token = chosen.orElseGet(this::newToken);
      addIfMissing(token);
      return Optional.of(token);
    }
    return chosen.filter(token -> tokens().contains(token));
  }

  private void addIfMissing(String token) {
    try {
      addToken(Json.object().put("token", token));
    } catch (MatrixError refused) {
      if (!tokens().contains(token)) {
        throw refused;
      } // else another site was faster
    }
  }

  private List<String> tokens() {
    return listTokens().path("tokens").valueStream().map(t -> t.path("token").asString()).toList();
  }

  private String newToken() {
    return homeserver.random().letters(16);
  }

  private static @Nullable Long number(ObjectNode question, String key) {
    JsonNode value = question.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isIntegralNumber() || value.longValue() < 1) {
      throw MatrixError.invalidParam(key + " is a whole number of at least 1");
    }
    return value.longValue();
  }

  private ObjectNode listTokens() {
    ObjectNode answer = Json.object();
    ArrayNode tokens = answer.putArray("tokens");
    homeserver
        .shards()
        .searchers()
        .read(reader -> {
          for (int shard = 0; shard < reader.shards(); shard++) {
            new Invitations(reader.shard(shard)).all().forEach(i -> tokens.add(describe(i)));
          }
          return tokens;
        });
    return answer;
  }

  private ObjectNode describe(Invitations.Invitation invitation) {
    ObjectNode described =
        Json.object()
            .put("token", invitation.token())
            .put("uses", invitation.uses())
            .put("valid", invitation.isValidAt(homeserver.clock().millis()));
    Optional.ofNullable(invitation.usesMax()).ifPresent(max -> described.put("uses_max", max));
    Optional.ofNullable(invitation.expiresMillis())
        .ifPresent(expires -> described.put("expires_ms", expires));
    return described;
  }

  private ObjectNode deleteToken(ObjectNode question) {
    String token = Body.string(question, "token");
    homeserver.apply(new InvitationCommand.DeleteInvitation(token));
    return Json.object().put("token", token);
  }
}
