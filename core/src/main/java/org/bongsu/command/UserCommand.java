package org.bongsu.command;

import org.bongsu.id.DeviceId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Commands about one user's account, on the user's shard. */
public sealed interface UserCommand extends Command {
  UserId user();

  @Override
  default String entity() {
    return user().value();
  }

  /**
   * A session of a device. Tokens stand here only as SHA-256 in lower-case hexadecimal.
   *
   * @param expiresMillis when the access token ends, milliseconds since 1970; null for never
   */
  record NewSession(
      DeviceId device,
      @Nullable String displayName,
      String tokenHash,
      @Nullable String refreshTokenHash,
      @Nullable Long expiresMillis) {}

  /**
   * Makes an account.
   *
   * @param passwordHash Argon2id in its text form; null where no password may log in
   * @param session the first device, or null
   */
  record RegisterUser(
      UserId user, @Nullable String passwordHash, boolean admin, @Nullable NewSession session)
      implements UserCommand {}

  /** Logs a device in, or takes over a device of the same id: its older tokens end. */
  record LogIn(UserId user, NewSession session) implements UserCommand {}

  /** Ends devices and their tokens, keys and waiting messages. */
  record DeleteDevices(UserId user, java.util.List<DeviceId> devices) implements UserCommand {}

  /** Sets or, with null, removes one field of the profile. */
  record SetProfileField(UserId user, String field, @Nullable JsonNode value)
      implements UserCommand {}

  /** Told to every shard when a profile changes: member events there follow. */
  record ProfileChanged(UserId user, ObjectNode profile, String field) implements UserCommand {}

  /** Sets account data, for all rooms or one. */
  record SetAccountData(UserId user, @Nullable RoomId room, String type, ObjectNode content)
      implements UserCommand {}
}
