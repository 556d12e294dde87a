package org.bongsu.matrix.push;

import org.bongsu.accountdata.AccountData;
import org.bongsu.command.AccountDataCommand.ChangePushRule;
import org.bongsu.command.AccountDataCommand.RuleChange;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Routes;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.bongsu.push.PushRule;
import org.bongsu.push.PushRules;
import org.bongsu.push.RuleKind;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.ObjectNode;

/** Push rules: which events a user is notified of. */
public final class PushRulesApi {
  private static final String GLOBAL = "/_matrix/client/v3/pushrules/global/";
  private static final String RULE = GLOBAL + "{kind}/{ruleId}";

  private final Homeserver homeserver;

  public PushRulesApi(Homeserver homeserver) {
    this.homeserver = homeserver;
  }

  public void addTo(Routes routes) {
    for (String slash : new String[] {"", "/"}) {
      routes.add("GET", "/_matrix/client/v3/pushrules" + slash, this::all);
      routes.add("GET", "/_matrix/client/v3/pushrules/global" + slash, this::global);
    }
    routes.add("GET", RULE, this::get);
    routes.add("PUT", RULE, this::put);
    routes.add("DELETE", RULE, this::delete);
    routes.add("GET", RULE + "/enabled", this::enabled);
    routes.add("PUT", RULE + "/enabled", this::setEnabled);
    routes.add("GET", RULE + "/actions", this::actions);
    routes.add("PUT", RULE + "/actions", this::setActions);
  }

  private PushRules rules(Request request) {
    UserId user = request.session().user();
    return homeserver.read(user.value(), db -> new AccountData(db).pushRules(user));
  }

  /** GET /_matrix/client/v3/pushrules/: all rules. */
  private Response all(Request request) {
    return Response.json(rules(request).toClient());
  }

  /** GET /_matrix/client/v3/pushrules/global/: all rules, without {@code global} around them. */
  private Response global(Request request) {
    return Response.json(rules(request).toClient().path("global"));
  }

  private static RuleKind kind(Request request) {
    return RuleKind.of(request.pathParam("kind"))
        .orElseThrow(() -> MatrixError.notFound("There is no such kind of push rule"));
  }

  private PushRule rule(Request request) {
    return rules(request)
        .get(kind(request), request.pathParam("ruleId"))
        .orElseThrow(() -> MatrixError.notFound("The push rule was not found."));
  }

  /** GET /_matrix/client/v3/pushrules/global/{kind}/{ruleId}: one rule. */
  private Response get(Request request) {
    return Response.json(rule(request).toJson());
  }

  /**
   * GET /_matrix/client/v3/pushrules/global/{kind}/{ruleId}/enabled: whether the rule is enabled.
   */
  private Response enabled(Request request) {
    return Response.json(Json.object().put("enabled", rule(request).enabled()));
  }

  /** GET /_matrix/client/v3/pushrules/global/{kind}/{ruleId}/actions: its actions. */
  private Response actions(Request request) {
    return Response.json(Json.object().set("actions", rule(request).actions()));
  }

  /** PUT /_matrix/client/v3/pushrules/global/{kind}/{ruleId}: adds or changes a custom rule. */
  private Response put(Request request) {
    ObjectNode body = request.json();
    if (!body.path("actions").isArray()) {
      throw MatrixError.missingParam("actions");
    }
    return change(
        request,
        RuleChange.PUT,
        request.query("before").orElse(null),
        request.query("after").orElse(null),
        body);
  }

  /** DELETE /_matrix/client/v3/pushrules/global/{kind}/{ruleId}: removes a custom rule. */
  private Response delete(Request request) {
    return change(request, RuleChange.REMOVE, null, null, null);
  }

  /**
   * PUT /_matrix/client/v3/pushrules/global/{kind}/{ruleId}/enabled: enables or disables a rule.
   */
  private Response setEnabled(Request request) {
    JsonNode enabled = request.json().path("enabled");
    if (!enabled.isBoolean()) {
      throw MatrixError.badJson("enabled is true or false");
    }
    return change(
        request, RuleChange.SET_ENABLED, null, null, BooleanNode.valueOf(enabled.booleanValue()));
  }

  /** PUT /_matrix/client/v3/pushrules/global/{kind}/{ruleId}/actions: sets a rule's actions. */
  private Response setActions(Request request) {
    JsonNode actions = request.json().path("actions");
    if (!actions.isArray()) {
      throw MatrixError.missingParam("actions");
    }
    return change(request, RuleChange.SET_ACTIONS, null, null, actions);
  }

  private Response change(
      Request request,
      RuleChange change,
      @Nullable String before,
      @Nullable String after,
      @Nullable JsonNode value) {
    RuleKind kind = kind(request);
    String id = request.pathParam("ruleId");
    // Checked here only for a precise error; apply decides.
    if (wouldBe(rules(request), kind, id, change, before, after, value)
        instanceof PushRules.Refused refused) {
      throw error(refused);
    }
    homeserver.apply(
        new ChangePushRule(request.session().user(), change, kind.id(), id, before, after, value));
    return Response.empty();
  }

  private static PushRules.Outcome wouldBe(
      PushRules rules,
      RuleKind kind,
      String id,
      RuleChange change,
      @Nullable String before,
      @Nullable String after,
      @Nullable JsonNode value) {
    JsonNode given = value == null ? Json.object() : value;
    return switch (change) {
      case PUT -> rules.put(kind, id, (ObjectNode) given, before, after);
      case REMOVE -> rules.remove(kind, id);
      case SET_ENABLED -> rules.setEnabled(kind, id, given.booleanValue(false));
      case SET_ACTIONS -> rules.setActions(kind, id, given);
    };
  }

  private static MatrixError error(PushRules.Refused refused) {
    return switch (refused.reason()) {
      case NOT_FOUND -> MatrixError.notFound(refused.detail());
      case NEIGHBOUR_NOT_FOUND -> new MatrixError(400, "M_UNKNOWN", refused.detail());
      case DEFAULT_RULE, BAD_RULE_ID, INVALID -> MatrixError.invalidParam(refused.detail());
      case TOO_MANY -> new MatrixError(403, "M_RESOURCE_LIMIT_EXCEEDED", refused.detail());
    };
  }
}
