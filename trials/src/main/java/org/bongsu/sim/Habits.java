package org.bongsu.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bongsu.command.AliasCommand;
import org.bongsu.command.Command;
import org.bongsu.command.KeyCommand;
import org.bongsu.command.MediaCommand;
import org.bongsu.command.UserCommand;
import org.bongsu.id.DeviceId;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomAlias;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What people do: mostly messages, but everything that there are commands for, allowed or not. Each
 * command has the same form as the API gives it.
 */
final class Habits {
  static final String SERVER = "bongsu.test";

  private record Habit(int upTo, Function<SimulatedDevice, Command> what) {}

  private final Town town;
  private final Chance chance;
  private final Agenda agenda;
  private final RoomHabits rooms;
  private final List<Habit> habits = new ArrayList<>();
  private int weights;

  Habits(Town town, Chance chance, Agenda agenda) {
    this.town = town;
    this.chance = chance;
    this.agenda = agenda;
    this.rooms = new RoomHabits(town, chance, agenda);
    rooms.forEach((habit, weight) -> add(weight, habit));
    add(4, this::setProfile);
    add(6, this::setAccountData);
    add(4, this::sendToDevice);
    add(3, this::acknowledgeToDevice);
    add(5, this::uploadKeys);
    add(5, this::claimKeys);
    add(1, this::uploadCrossSigning);
    add(1, this::uploadSignatures);
    add(4, this::backUpKeys);
    add(4, this::createAlias);
    add(1, this::deleteAlias);
    add(2, this::reserveMedia);
    add(3, this::storeMedia);
    add(2, this::logIn);
    add(1, this::logOut);
  }

  private void add(int weight, Function<SimulatedDevice, Command> what) {
    weights += weight;
    habits.add(new Habit(weights, what));
  }

  /** The account that a person begins with. */
  static Command register(SimulatedDevice device, Chance chance) {
    return new UserCommand.RegisterUser(device.user, null, false, session(device.id, chance));
  }

  private static UserCommand.NewSession session(DeviceId device, Chance chance) {
    return new UserCommand.NewSession(device, "전화기", chance.hex(64), chance.hex(64), null);
  }

  /** The next thing that somebody does with a device. */
  Command next(SimulatedDevice device) {
    if (town.rooms.isEmpty()) {
      return rooms.create(device);
    }
    int point = chance.below(weights);
    return habits.stream()
        .filter(habit -> point < habit.upTo)
        .findFirst()
        .orElseThrow()
        .what
        .apply(device);
  }

  private Command setProfile(SimulatedDevice device) {
    String field = chance.percent(60) ? "displayname" : "avatar_url";
    return new UserCommand.SetProfileField(
        device.user,
        field,
        chance.percent(85) ? JsonNodeFactory.instance.stringNode("이름 " + town.number()) : null);
  }

  private Command setAccountData(SimulatedDevice device) {
    ObjectNode content = Json.object().put("number", town.number());
    RoomId room = chance.percent(50) ? chance.pick(town.rooms) : null;
    return new UserCommand.SetAccountData(device.user, room, "test.of." + device.id, content);
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
    String of = chance.pick(List.of("D0", "D1"));
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

  private Command createAlias(SimulatedDevice device) {
    RoomAlias alias = new RoomAlias("#방" + chance.below(12) + ":" + SERVER);
    return new AliasCommand.CreateAlias(alias, chance.pick(town.rooms), device.user);
  }

  private Command deleteAlias(SimulatedDevice device) {
    return town.aliases.isEmpty()
        ? createAlias(device)
        : new AliasCommand.DeleteAlias(chance.pick(town.aliases), device.user, null);
  }

  private Command reserveMedia(SimulatedDevice device) {
    String mediaId = "media" + town.number();
    town.mediaIds.add(mediaId);
    return new MediaCommand.ReserveMedia(mediaId, device.user, agenda.nowMillis() + 60_000);
  }

  private Command storeMedia(SimulatedDevice device) {
    String mediaId =
        town.mediaIds.isEmpty() || chance.percent(50)
            ? "media" + town.number()
            : chance.pick(town.mediaIds);
    return new MediaCommand.StoreMedia(
        mediaId, device.user, chance.hex(64), chance.below(100_000), "image/png", "봉수대.png", false);
  }

  Command logIn(SimulatedDevice device) {
    return new UserCommand.LogIn(device.user, session(device.id, chance), null);
  }

  private Command logOut(SimulatedDevice device) {
    return new UserCommand.DeleteDevices(device.user, List.of(device.id));
  }

  static UserId user(int number) {
    return UserId.of("person" + number, SERVER);
  }

  static EventId eventIn(ObjectNode result) {
    return new EventId(result.path("event_id").stringValue());
  }
}
