package org.bongsu.sim;

import java.util.List;
import org.bongsu.command.Command;
import org.bongsu.command.KeyCommand;
import org.bongsu.id.RoomId;
import org.bongsu.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** What people's devices do with keys, and tell each other. */
final class KeyWorkload {
  private final Fixture town;
  private final SeededRandom chance;

  KeyWorkload(Fixture town, SeededRandom chance) {
    this.town = town;
    this.chance = chance;
  }

  void name(Workload.Naming naming) {
    naming.habit(4, this::sendToDevice);
    naming.habit(3, this::acknowledgeToDevice);
    naming.habit(7, this::uploadKeys);
    naming.habit(10, this::claimKeys);
    naming.habit(1, this::uploadCrossSigning);
    naming.habit(1, this::uploadSignatures);
    naming.habit(5, this::backUpKeys);
  }

  private Command sendToDevice(SimulatedDevice device) {
    String recipient = chance.percent(50) ? "*" : chance.pick(List.of("D0", "D1"));
    ObjectNode content = Json.object().put("number", town.number());
    return new KeyCommand.SendToDevice(
        chance.pick(town.users),
        device.user,
        device.id,
        device.transactionId(),
        "test.message",
        List.of(new KeyCommand.DeviceMessage(recipient, content)));
  }

  private Command acknowledgeToDevice(SimulatedDevice device) {
    return new KeyCommand.AcknowledgeToDevice(device.user, device.id, chance.between(0, 400) << 16);
  }

  private Command uploadKeys(SimulatedDevice device) {
    ObjectNode keys = Json.object();
    for (int i = chance.below(4); i >= 0; i--) {
      keys.putObject("signed_curve25519:K" + town.number()).put("key", chance.hex(16));
    }
    ObjectNode fallback = Json.object();
    if (chance.percent(20)) {
      fallback.putObject("signed_curve25519:fallback" + town.number()).put("key", chance.hex(16));
    }
    ObjectNode identity =
        chance.percent(30) ? Json.object().put("device_id", device.id.value()) : null;
    return new KeyCommand.UploadKeys(device.user, device.id, identity, keys, fallback);
  }

  private Command claimKeys(SimulatedDevice device) {
    String of = chance.pick(List.of("D0", "D0", "D1"));
    return new KeyCommand.ClaimKeys(
        chance.pick(town.users), List.of(new KeyCommand.KeyClaim(of, "signed_curve25519")));
  }

  private Command uploadCrossSigning(SimulatedDevice device) {
    ObjectNode key = Json.object().put("key", chance.hex(16));
    return new KeyCommand.UploadCrossSigningKeys(device.user, key, null, null);
  }

  private Command uploadSignatures(SimulatedDevice device) {
    KeyCommand.KeySignature signature =
        new KeyCommand.KeySignature(
            chance.pick(town.users), "D0", "ed25519:" + chance.hex(4), chance.hex(16));
    return new KeyCommand.UploadSignatures(device.user, List.of(signature));
  }

  private Command backUpKeys(SimulatedDevice device) {
    long version = chance.between(1, 2);
    RoomId room = chance.pick(town.rooms);
    ObjectNode data = Json.object().put("sealed", chance.hex(8));
    return switch (chance.below(6)) {
      case 0 -> new KeyCommand.CreateBackup(device.user, "test.backup", data);
      case 1 -> new KeyCommand.UpdateBackup(device.user, version, "test.backup", data);
      case 2 -> new KeyCommand.DeleteBackup(device.user, version);
      case 3 -> new KeyCommand.DeleteBackupKeys(device.user, version, room, null);
      default ->
          new KeyCommand.PutBackupKeys(
              device.user,
              version,
              List.of(
                  new KeyCommand.BackedUpKey(
                      room, "s" + chance.below(3), chance.below(9), 0, false, data)));
    };
  }
}
