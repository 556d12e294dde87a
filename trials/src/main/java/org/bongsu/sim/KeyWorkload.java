package org.bongsu.sim;

import java.util.List;
import org.bongsu.command.Command;
import org.bongsu.command.KeyCommand;
import org.bongsu.id.RoomId;
import org.bongsu.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** What devices do with keys, and what they send to each other. */
final class KeyWorkload {
  private final Fixture fixture;
  private final SeededRandom random;

  KeyWorkload(Fixture fixture, SeededRandom random) {
    this.fixture = fixture;
    this.random = random;
  }

  void addTo(Workload.Actions actions) {
    actions.add(4, this::sendToDevice);
    actions.add(3, this::acknowledgeToDevice);
    actions.add(7, this::uploadKeys);
    actions.add(10, this::claimKeys);
    actions.add(1, this::uploadCrossSigning);
    actions.add(1, this::uploadSignatures);
    actions.add(5, this::backUpKeys);
  }

  private Command sendToDevice(SimulatedDevice device) {
    String recipient = random.percent(50) ? "*" : random.pick(List.of("D0", "D1"));
    ObjectNode content = Json.object().put("number", fixture.number());
    return new KeyCommand.SendToDevice(
        random.pick(fixture.users),
        device.user,
        device.id,
        device.transactionId(),
        "test.message",
        List.of(new KeyCommand.DeviceMessage(recipient, content)));
  }

  private Command acknowledgeToDevice(SimulatedDevice device) {
    return new KeyCommand.AcknowledgeToDevice(device.user, device.id, random.between(0, 400) << 16);
  }

  private Command uploadKeys(SimulatedDevice device) {
    ObjectNode keys = Json.object();
    for (int i = random.below(4); i >= 0; i--) {
      keys.putObject("signed_curve25519:K" + fixture.number()).put("key", random.hex(16));
    }
    ObjectNode fallback = Json.object();
    if (random.percent(20)) {
      fallback
          .putObject("signed_curve25519:fallback" + fixture.number())
          .put("key", random.hex(16));
    }
    ObjectNode identity =
        random.percent(30) ? Json.object().put("device_id", device.id.value()) : null;
    return new KeyCommand.UploadKeys(device.user, device.id, identity, keys, fallback);
  }

  private Command claimKeys(SimulatedDevice device) {
    String of = random.pick(List.of("D0", "D0", "D1"));
    return new KeyCommand.ClaimKeys(
        random.pick(fixture.users), List.of(new KeyCommand.KeyClaim(of, "signed_curve25519")));
  }

  private Command uploadCrossSigning(SimulatedDevice device) {
    ObjectNode key = Json.object().put("key", random.hex(16));
    return new KeyCommand.UploadCrossSigningKeys(device.user, key, null, null);
  }

  private Command uploadSignatures(SimulatedDevice device) {
    KeyCommand.KeySignature signature =
        new KeyCommand.KeySignature(
            random.pick(fixture.users), "D0", "ed25519:" + random.hex(4), random.hex(16));
    return new KeyCommand.UploadSignatures(device.user, List.of(signature));
  }

  private Command backUpKeys(SimulatedDevice device) {
    long version = random.between(1, 2);
    RoomId room = random.pick(fixture.rooms);
    ObjectNode data = Json.object().put("sealed", random.hex(8));
    return switch (random.below(6)) {
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
                      room, "s" + random.below(3), random.below(9), 0, false, data)));
    };
  }
}
