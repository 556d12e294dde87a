package org.bongsu.sim;

import java.util.List;
import org.bongsu.command.AccountDataCommand;
import org.bongsu.command.AliasCommand;
import org.bongsu.command.Command;
import org.bongsu.command.InvitationCommand;
import org.bongsu.command.MediaCommand;
import org.bongsu.command.UserCommand;
import org.bongsu.id.DeviceId;
import org.bongsu.id.RoomAlias;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What people do with their accounts, and what belongs to nobody's room. */
final class AccountWorkload {
  private final Fixture town;
  private final SeededRandom chance;
  private final Scheduler agenda;

  AccountWorkload(Fixture town, SeededRandom chance, Scheduler agenda) {
    this.town = town;
    this.chance = chance;
    this.agenda = agenda;
  }

  void name(Workload.Naming naming) {
    naming.habit(4, this::setProfile);
    naming.habit(6, this::setAccountData);
    naming.habit(2, this::setTag);
    naming.habit(2, this::changePushRule);
    naming.habit(1, this::storeFilter);
    naming.habit(2, this::setPusher);
    naming.habit(2, this::logIn);
    naming.habit(2, this::session);
    naming.habit(2, this::device);
    naming.habit(2, this::endDevices);
    naming.habit(1, this::administer);
    naming.habit(2, this::invitation);
    naming.habit(4, this::createAlias);
    naming.habit(2, this::changeAlias);
    naming.habit(2, this::reserveMedia);
    naming.habit(3, this::storeMedia);
  }

  Command register(SimulatedDevice device) {
    return new UserCommand.RegisterUser(device.user, "hash", false, newSession(device.id));
  }

  Command logIn(SimulatedDevice device) {
    return new UserCommand.LogIn(device.user, newSession(device.id), null);
  }

  private UserCommand.NewSession newSession(DeviceId device) {
    return new UserCommand.NewSession(device, "전화기", chance.hex(64), refreshHash(device), null);
  }

  /** Known again when the session is refreshed. */
  private String refreshHash(DeviceId device) {
    return device + "-refresh-" + town.number();
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

  private Command setTag(SimulatedDevice device) {
    ObjectNode content = chance.percent(70) ? Json.object().put("order", 1) : null;
    String tag = chance.pick(List.of("m.favourite", "u.family"));
    return new AccountDataCommand.SetTag(device.user, chance.pick(town.rooms), tag, content);
  }

  private Command changePushRule(SimulatedDevice device) {
    RoomId room = chance.pick(town.rooms);
    ObjectNode rule = Json.object();
    rule.putArray("actions").add("notify");
    return switch (chance.below(3)) {
      case 0 ->
          new AccountDataCommand.ChangePushRule(
              device.user,
              AccountDataCommand.RuleChange.REMOVE,
              "room",
              room.value(),
              null,
              null,
              null);
      case 1 ->
          new AccountDataCommand.ChangePushRule(
              device.user,
              AccountDataCommand.RuleChange.SET_ENABLED,
              "override",
              ".m.rule.master",
              null,
              null,
              JsonNodeFactory.instance.booleanNode(chance.percent(20)));
      default ->
          new AccountDataCommand.ChangePushRule(
              device.user,
              AccountDataCommand.RuleChange.PUT,
              "room",
              room.value(),
              null,
              null,
              rule);
    };
  }

  private Command storeFilter(SimulatedDevice device) {
    ObjectNode filter = Json.object();
    filter.putObject("room").putObject("timeline").put("limit", chance.below(30));
    return new AccountDataCommand.StoreFilter(device.user, filter);
  }

  private Command setPusher(SimulatedDevice device) {
    ObjectNode pusher = chance.percent(70) ? Json.object().put("kind", "http") : null;
    return new AccountDataCommand.SetPusher(
        device.user, device.id, "test.app", "key" + chance.below(3), pusher, chance.percent(30));
  }

  private Command session(SimulatedDevice device) {
    return chance.percent(50)
        ? new UserCommand.RefreshSession(
            device.user,
            device.id + "-refresh-" + chance.below(20),
            chance.hex(64),
            refreshHash(device.id),
            agenda.nowMillis() + 60_000)
        : new UserCommand.ConfirmSession(device.user, chance.hex(64));
  }

  private Command device(SimulatedDevice device) {
    return chance.percent(50)
        ? new UserCommand.RenameDevice(device.user, device.id, "새 전화기 " + town.number())
        : new UserCommand.SeeDevice(device.user, device.id, agenda.nowMillis(), "192.0.2.7");
  }

  private Command endDevices(SimulatedDevice device) {
    return switch (chance.below(3)) {
      case 0 -> new UserCommand.DeleteAllDevices(device.user, device.id);
      case 1 ->
          new UserCommand.SetPassword(
              device.user, "hash " + town.number(), null, chance.percent(50), device.id);
      default -> new UserCommand.DeleteDevices(device.user, List.of(device.id));
    };
  }

  private Command administer(SimulatedDevice device) {
    UserId somebody = chance.pick(town.users);
    return switch (chance.below(4)) {
      case 0 -> new UserCommand.LockUser(somebody, chance.percent(50));
      case 1 -> new UserCommand.DeactivateUser(somebody, false);
      default -> new UserCommand.ReportUser(somebody, device.user, "광고를 보낸다");
    };
  }

  private Command invitation(SimulatedDevice device) {
    String token = "invitation" + chance.below(3);
    return switch (chance.below(4)) {
      case 0 -> new InvitationCommand.UseInvitation(token, device.user);
      case 1 -> new InvitationCommand.ReturnInvitation(token, device.user);
      case 2 -> new InvitationCommand.DeleteInvitation(token);
      default -> new InvitationCommand.CreateInvitation(token, 2L, null);
    };
  }

  private Command createAlias(SimulatedDevice device) {
    return new AliasCommand.CreateAlias(alias(), chance.pick(town.rooms), device.user);
  }

  private Command changeAlias(SimulatedDevice device) {
    return chance.percent(50)
        ? new AliasCommand.DeleteAlias(alias(), device.user, null)
        : new AliasCommand.MoveAlias(alias(), chance.pick(town.rooms), chance.pick(town.rooms));
  }

  private RoomAlias alias() {
    return new RoomAlias("#방" + chance.below(12) + ":" + Workload.SERVER);
  }

  private Command reserveMedia(SimulatedDevice device) {
    String mediaId = "media" + town.number();
    town.mediaIds.add(mediaId);
    return new MediaCommand.ReserveMedia(mediaId, device.user, agenda.nowMillis() + 60_000);
  }

  private Command storeMedia(SimulatedDevice device) {
    boolean reserved = !town.mediaIds.isEmpty() && chance.percent(50);
    String mediaId = reserved ? chance.pick(town.mediaIds) : "media" + town.number();
    return new MediaCommand.StoreMedia(
        mediaId,
        device.user,
        chance.hex(64),
        chance.below(100_000),
        "image/png",
        "봉수대.png",
        reserved);
  }
}
