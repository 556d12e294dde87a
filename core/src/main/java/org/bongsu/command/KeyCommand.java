package org.bongsu.command;

import java.util.List;
import java.util.Optional;
import org.bongsu.id.DeviceId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Commands about end-to-end encryption and messages between devices, on the user's shard. */
public sealed interface KeyCommand extends Command {
  UserId user();

  @Override
  default String entity() {
    return user().value();
  }

  /** A message for one device; {@code device} is "*" for all of the user's devices. */
  record DeviceMessage(String device, ObjectNode content) {}

  /** Puts messages into the inboxes of a user's devices. */
  record SendToDevice(
      UserId user,
      UserId sender,
      DeviceId senderDevice,
      String transactionId,
      String type,
      List<DeviceMessage> messages)
      implements KeyCommand {
    @Override
    public boolean revokes() {
      return false;
    }

    @Override
    public Optional<String> idempotencyKey() {
      return Optional.of(
          String.join(
              "|",
              "to-device",
              user.value(),
              sender.value(),
              senderDevice.value(),
              type,
              transactionId));
    }
  }

  /**
   * Deletes the messages below an ordering: the device has acknowledged them with its next sync.
   */
  record AcknowledgeToDevice(UserId user, DeviceId device, long upTo) implements KeyCommand {
    @Override
    public boolean revokes() {
      return false;
    }
  }

  /**
   * Adds keys of a device.
   *
   * @param deviceKeys the device's identity keys, or null to leave them
   * @param oneTimeKeys {@code algorithm:id} to key
   * @param fallbackKeys the same; at most one per algorithm is kept
   */
  record UploadKeys(
      UserId user,
      DeviceId device,
      @Nullable ObjectNode deviceKeys,
      ObjectNode oneTimeKeys,
      ObjectNode fallbackKeys)
      implements KeyCommand {
    @Override
    public boolean revokes() {
      return false;
    }
  }

  /** A request for one key of a device. */
  record KeyClaim(String device, String algorithm) {}

  /** Hands out one-time keys, each at most once, or the fallback key if none is left. */
  record ClaimKeys(UserId user, List<KeyClaim> claims) implements KeyCommand {
    @Override
    public boolean revokes() {
      return false;
    }
  }

  /** Sets cross-signing keys; null keeps the existing one. */
  record UploadCrossSigningKeys(
      UserId user,
      @Nullable ObjectNode master,
      @Nullable ObjectNode selfSigning,
      @Nullable ObjectNode userSigning)
      implements KeyCommand {
    /** The identity that these keys replace must no longer be trusted. */
    @Override
    public boolean revokes() {
      return true;
    }
  }

  /**
   * A signature by the user's own keys over a device or a cross-signing key.
   *
   * @param target whose device or key is signed
   * @param key the device id, or the public part of the cross-signing key
   */
  record KeySignature(UserId target, String key, String signingKey, String signature) {}

  /**
   * Stores signatures made by a user. They are shown to that user; those over the user's own keys
   * are shown to everybody.
   */
  record UploadSignatures(UserId user, List<KeySignature> signatures) implements KeyCommand {
    @Override
    public boolean revokes() {
      return false;
    }
  }

  /** Sent to every shard when a user's devices or keys change, for users who share a room there. */
  record DeviceListChanged(UserId user) implements KeyCommand {
    /** A device may have been deleted; others must no longer encrypt for it. */
    @Override
    public boolean revokes() {
      return true;
    }
  }

  /** Creates a new key backup; older ones can still be read. */
  record CreateBackup(UserId user, String algorithm, ObjectNode authData) implements KeyCommand {
    @Override
    public boolean revokes() {
      return false;
    }
  }

  /** Changes the authentication data of a backup; the algorithm must be the one it has. */
  record UpdateBackup(UserId user, long version, String algorithm, ObjectNode authData)
      implements KeyCommand {
    /** The replaced data may have been signed by a key that is no longer trusted. */
    @Override
    public boolean revokes() {
      return true;
    }
  }

  record DeleteBackup(UserId user, long version) implements KeyCommand {
    @Override
    public boolean revokes() {
      return true;
    }
  }

  /** A room key in a backup, encrypted by the client. */
  record BackedUpKey(
      RoomId room,
      String session,
      long firstMessageIndex,
      long forwardedCount,
      boolean verified,
      ObjectNode data) {}

  /** Adds keys to the current backup; of two keys for one session the better one is kept. */
  record PutBackupKeys(UserId user, long version, List<BackedUpKey> keys) implements KeyCommand {
    @Override
    public boolean revokes() {
      return false;
    }
  }

  /** Deletes keys of a backup: all, those of a room, or one session's. */
  record DeleteBackupKeys(
      UserId user, long version, @Nullable RoomId room, @Nullable String session)
      implements KeyCommand {
    @Override
    public boolean revokes() {
      return true;
    }
  }
}
