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
   * A session of a device. Tokens are stored only as their SHA-256 in lower-case hexadecimal.
   *
   * @param expiresMillis when the access token expires, milliseconds since 1970; null for never
   */
  record NewSession(
      DeviceId device,
      @Nullable String displayName,
      String tokenHash,
      @Nullable String refreshTokenHash,
      @Nullable Long expiresMillis) {}

  /**
   * Creates an account.
   *
   * @param passwordHash Argon2id in its text form; null if the account has no password
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
   * Logs a device in. If the device exists, its older tokens are revoked.
   *
   * @param provenBy the password hash that the login was verified against: the login is refused if
   *     that is no longer the account's hash; null if no password was needed
   */
  record LogIn(UserId user, NewSession session, @Nullable String provenBy) implements UserCommand {
    /** The device may have been signed in before: its older tokens are revoked. */
    @Override
    public boolean revokes() {
      return true;
    }
  }

  /**
   * Exchanges a refresh token. The old tokens stay valid until the new ones are first used, so that
   * a client that missed the response can repeat the request.
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

  /** The new tokens of a refresh have been used: the old ones are revoked. */
  record ConfirmSession(UserId user, String tokenHash) implements UserCommand {
    @Override
    public boolean revokes() {
      return true;
    }
  }

  /** Names a device. */
  record RenameDevice(UserId user, DeviceId device, String displayName) implements UserCommand {
    /** Others see the names of devices; the old name must no longer be shown. */
    @Override
    public boolean revokes() {
      return true;
    }
  }

  /** Records when and from where a device was last seen; at most once an hour. */
  record SeeDevice(UserId user, DeviceId device, long seenMillis, String address)
      implements UserCommand {
    @Override
    public boolean revokes() {
      return false;
    }
  }

  /** Deletes devices with their tokens, keys and pending to-device messages. */
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
   * @param endDevices whether all devices except {@code except} are deleted
   */
  record SetPassword(
      UserId user,
      String passwordHash,
      @Nullable String provenBy,
      boolean endDevices,
      @Nullable DeviceId except)
      implements UserCommand {
    /** The old password must no longer prove anything. */
    @Override
    public boolean revokes() {
      return true;
    }
  }

  /**
   * Deactivates an account permanently: no login, no devices, no profile; the name stays taken.
   *
   * @param erase whether account data is deleted, too, and what the user said is hidden from those
   *     who join later
   */
  record DeactivateUser(UserId user, boolean erase) implements UserCommand {
    @Override
    public boolean revokes() {
      return true;
    }
  }

  /** Sent to every shard when an account was deactivated: its user leaves the rooms there. */
  record UserDeactivated(UserId user) implements UserCommand {
    @Override
    public boolean revokes() {
      return true;
    }
  }

  /**
   * Sent to every shard when an account was erased: those who join rooms there from now on are
   * served redacted copies of what its user sent.
   */
  record UserErased(UserId user) implements UserCommand {
    @Override
    public boolean revokes() {
      return true;
    }
  }

  /** Locks or unlocks an account: while it is locked, its tokens can only sign out. */
  record LockUser(UserId user, boolean locked) implements UserCommand {
    @Override
    public boolean revokes() {
      return locked;
    }
  }

  /** Reports a user as inappropriate. */
  record ReportUser(UserId user, UserId reporter, String reason) implements UserCommand {
    @Override
    public boolean revokes() {
      return false;
    }
  }

  /** Sets or, with null, removes one field of the profile. */
  record SetProfileField(UserId user, String field, @Nullable JsonNode value)
      implements UserCommand {
    /** The old photo or name must no longer be shown. */
    @Override
    public boolean revokes() {
      return true;
    }
  }

  /**
   * Shows again what {@link ShardCommand.Seal} has hidden of the profile; changes nothing if
   * nothing is hidden.
   */
  record ReleaseProfile(UserId user) implements UserCommand {
    @Override
    public boolean revokes() {
      return false;
    }
  }

  /** Sent to every shard when a profile changes: member events there are updated. */
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
