package org.bongsu.matrix.account;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bongsu.command.UserCommand;
import org.bongsu.http.Request;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.matrix.MatrixSettings;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import tools.jackson.databind.node.ObjectNode;

/**
 * Creates accounts for callers that know the server's registration secret, compatible with tools
 * for Synapse ({@code register_new_matrix_user}). It is not part of the Matrix specification.
 */
final class SharedSecretApi {
  private static final String PATH = "/_synapse/admin/v1/register";
  private static final long NONCE_MILLIS_MAX = 60_000;
  private static final int NONCES_MAX = 10_000;

  private final Homeserver homeserver;
  private final Credentials credentials;

  /** Nonce to the time at which it was issued; the oldest are dropped first. */
  private final Map<String, Long> nonces =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > NONCES_MAX;
        }
      };

  SharedSecretApi(Homeserver homeserver, Credentials credentials) {
    this.homeserver = homeserver;
    this.credentials = credentials;
  }

  void addTo(Routes routes) {
    routes.add("GET", PATH, Route.Access.PUBLIC, this::nonce);
    routes.add("POST", PATH, Route.Access.PUBLIC, this::register);
  }

  /** GET /_synapse/admin/v1/register: a nonce, valid for one request within a minute. */
  private Response nonce(Request request) {
    String nonce = HexFormat.of().formatHex(homeserver.random().bytes(32));
    synchronized (nonces) {
      nonces.put(nonce, homeserver.clock().millis());
    }
    return Response.json(Json.object().put("nonce", nonce));
  }

  /**
   * POST /_synapse/admin/v1/register: creates an account. {@code mac} is the HMAC-SHA1, keyed with
   * the secret, of nonce, name, password, {@code admin} or {@code notadmin} and, if present, {@code
   * user_type}, separated by zero bytes.
   */
  private Response register(Request request) {
    ObjectNode body = request.json();
    String nonce = Body.string(body, "nonce");
    requireValidNonce(nonce);
    String localpart = Body.string(body, "username");
    String password = Body.string(body, "password");
    boolean admin = Body.flag(body, "admin", false);
    String signed =
        String.join("\0", nonce, localpart, password, admin ? "admin" : "notadmin")
            + Body.optionalString(body, "user_type").map(type -> "\0" + type).orElse("");
    requireSigned(signed, Body.string(body, "mac"));
    UserId user = RegisterApi.registrable(homeserver, localpart);
    boolean logsIn = !Body.flag(body, "inhibit_login", false);
    SignIn signIn = SignIn.of(homeserver, user, body);
    homeserver.apply(
        new UserCommand.RegisterUser(
            user, credentials.hash(password), admin, logsIn ? signIn.session() : null));
    Body.optionalString(body, "displayname")
        .ifPresent(name -> homeserver.apply(ProfileApi.setDisplayName(user, name)));
    ObjectNode answer =
        Json.object()
            .put("user_id", user.value())
            .put("home_server", homeserver.config().serverName());
    if (logsIn) {
      signIn.addTo(answer);
    }
    return Response.json(answer);
  }

  private void requireValidNonce(String nonce) {
    Long given;
    synchronized (nonces) {
      given = nonces.remove(nonce);
    }
    if (given == null || homeserver.clock().millis() - given > NONCE_MILLIS_MAX) {
      throw new MatrixError(400, "M_UNKNOWN", "This nonce is unknown or no longer valid");
    }
  }

  private void requireSigned(String text, String mac) {
    try {
      Mac hmac = Mac.getInstance("HmacSHA1");
      byte[] secret =
          homeserver
              .settings(MatrixSettings.class)
              .registrationSecret()
              .getBytes(StandardCharsets.UTF_8);
      hmac.init(new SecretKeySpec(secret, "HmacSHA1"));
      String expected =
          HexFormat.of().formatHex(hmac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
      if (!MessageDigest.isEqual(
          expected.getBytes(StandardCharsets.UTF_8), mac.getBytes(StandardCharsets.UTF_8))) {
        throw MatrixError.forbidden("The mac is wrong");
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
