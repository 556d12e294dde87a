package org.bongsu.matrix.account;

import org.bongsu.command.UserCommand;
import org.bongsu.id.DeviceId;
import org.bongsu.id.UserId;
import org.bongsu.matrix.MatrixSettings;
import org.bongsu.node.AccessTokens;
import org.bongsu.node.Body;
import org.bongsu.node.Homeserver;
import org.bongsu.node.MatrixError;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tokens of a device that is being signed in. A client that asks for a refresh token ({@code
 * refresh_token}) gets one, and an access token that expires; other clients get an access token
 * without expiry.
 */
record SignIn(
    String accessToken,
    @Nullable String refreshToken,
    long lifeMillis,
    UserCommand.NewSession session) {
  private static final int NAME_CHARS_MAX = 255;

  /** From the body of a registration or a login. */
  static SignIn of(Homeserver homeserver, UserId user, ObjectNode body) {
    String token = AccessTokens.make(user, homeserver.random());
    String refreshToken =
        Body.flag(body, "refresh_token", false)
            ? AccessTokens.makeRefresh(user, homeserver.random())
            : null;
    long lifeMillis = homeserver.settings(MatrixSettings.class).accessTokenLife().toMillis();
    DeviceId device =
        device(
            Body.optionalString(body, "device_id")
                .orElseGet(() -> homeserver.random().capitals(10)));
    UserCommand.NewSession session =
        new UserCommand.NewSession(
            device,
            Body.optionalString(body, "initial_device_display_name")
                .map(SignIn::deviceName)
                .orElse(null),
            AccessTokens.hash(token),
            refreshToken == null ? null : AccessTokens.hash(refreshToken),
            refreshToken == null ? null : homeserver.clock().millis() + lifeMillis);
    return new SignIn(token, refreshToken, lifeMillis, session);
  }

  /** Adds the members of the answer to the client. */
  void addTo(ObjectNode answer) {
    answer.put("access_token", accessToken).put("device_id", session.device().value());
    if (refreshToken != null) {
      answer.put("refresh_token", refreshToken).put("expires_in_ms", lifeMillis);
    }
  }

  static DeviceId device(String text) {
    try {
      return new DeviceId(text);
    } catch (IllegalArgumentException e) {
      throw MatrixError.invalidParam("This is not a device id: " + e.getMessage());
    }
  }

  /** Device names that are too long are cut, not refused: clients choose them, not users. */
  static String deviceName(String name) {
    return name.length() <= NAME_CHARS_MAX ? name : name.substring(0, NAME_CHARS_MAX);
  }
}
