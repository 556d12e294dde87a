package org.bongsu.command;

import java.util.List;
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
      implements UserCommand {
    @Override
    public boolean revokes() {
      return false;
    }
  }

  /**
   * Logs a device in, or takes over a device of the same id: its older tokens end.
   *
   * @param provenBy the password hash that the login was compared with: it is refused where that is
   *     not the account's any more; null where no password was needed
   */
  record LogIn(UserId user, NewSession session, @Nullable String provenBy) implements UserCommand {
    /** The device may have been signed in before: its older tokens end. */
    @Override
    public boolean revokes() {
      return true;
    }
  }

  /**
   * Exchanges a refresh token. What it belongs to goes on until the new tokens are used for the
   * first time, so that a client which missed the answer can ask again.
   */
  record RefreshSession(
      UserId user,
      String refreshTokenHash,
      String newTokenHash,
      String newRefreshTokenHash,
      long expiresMillis)
      implements UserCommand {
    @Override
    public boolean revokes() {
      return false;
    }
  }

  /** The new tokens of a refresh have been used: the ones before them end. */
  record ConfirmSession(UserId user, String tokenHash) implements UserCommand {
    @Override
    public boolean revokes() {
      return true;
    }
  }

  /** Names a device. */
  record RenameDevice(UserId user, DeviceId device, String displayName) implements UserCommand {
    /** Others see the names of devices; the one before is not shown on. */
    @Override
    public boolean revokes() {
      return true;
    }
  }

  /** Notes when and from where a device was last seen; written once an hour at most. */
  record SeeDevice(UserId user, DeviceId device, long seenMillis, String address)
      implements UserCommand {
    @Override
    public boolean revokes() {
      return false;
    }
  }

  /** Ends devices and their tokens, keys and waiting messages. */
  record DeleteDevices(UserId user, List<DeviceId> devices) implements UserCommand {
    @Override
    public boolean revokes() {
      return true;
    }
  }

  /** As {@link DeleteDevices}, for all of the user's devices, or all but one. */
  record DeleteAllDevices(UserId user, @Nullable DeviceId except) implements UserCommand {
    @Override
    public boolean revokes() {
      return true;
    }
  }

  /**
   * Changes the password.
   *
   * @param provenBy as with {@link LogIn}
   * @param endDevices whether all devices end, but for {@code except}
   */
  record SetPassword(
      UserId user,
      String passwordHash,
      @Nullable String provenBy,
      boolean endDevices,
      @Nullable DeviceId except)
      implements UserCommand {
    /** Whoever knows the password before must not prove anything with it any more. */
    @Override
    public boolean revokes() {
      return true;
    }
  }

  /**
   * Ends an account for good: no login, no devices, no profile; the name is never free again.
   *
   * @param erase whether account data goes too
   */
  record DeactivateUser(UserId user, boolean erase) implements UserCommand {
    @Override
    public boolean revokes() {
      return true;
    }
  }

  /** Told to every shard when an account has ended: its user leaves the rooms there. */
  record UserDeactivated(UserId user) implements UserCommand {
    @Override
    public boolean revokes() {
      return true;
    }
  }

  /** Locks or unlocks an account: while it is locked its tokens only sign out. */
  record LockUser(UserId user, boolean locked) implements UserCommand {
    @Override
    public boolean revokes() {
      return locked;
    }
  }

  /** Notes that somebody finds a user inappropriate. */
  record ReportUser(UserId user, UserId reporter, String reason) implements UserCommand {
    @Override
    public boolean revokes() {
      return false;
    }
  }

  /** Sets or, with null, removes one field of the profile. */
  record SetProfileField(UserId user, String field, @Nullable JsonNode value)
      implements UserCommand {
    /** The photo or name before is not shown on. */
    @Override
    public boolean revokes() {
      return true;
    }
  }

  /** Told to every shard when a profile changes: member events there follow. */
  record ProfileChanged(UserId user, ObjectNode profile, String field) implements UserCommand {
    @Override
    public boolean revokes() {
      return true;
    }
  }

  /** Sets account data, for all rooms or one. */
  record SetAccountData(UserId user, @Nullable RoomId room, String type, ObjectNode content)
      implements UserCommand {
    @Override
    public boolean revokes() {
      return Revocations.ofAccountData(type, content);
    }
  }
}
