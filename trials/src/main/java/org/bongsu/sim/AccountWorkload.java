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

/** What users do with their accounts and with anything else outside of rooms. */
final class AccountWorkload {
  private final Fixture fixture;
  private final SeededRandom random;
  private final Scheduler scheduler;

  AccountWorkload(Fixture fixture, SeededRandom random, Scheduler scheduler) {
    this.fixture = fixture;
    this.random = random;
    this.scheduler = scheduler;
  }

  void addTo(Workload.Actions actions) {
    actions.add(4, this::setProfile);
    actions.add(1, device -> new UserCommand.ReleaseProfile(device.user));
    actions.add(6, this::setAccountData);
    actions.add(2, this::setTag);
    actions.add(2, this::changePushRule);
    actions.add(1, this::storeFilter);
    actions.add(2, this::setPusher);
    actions.add(2, this::logIn);
    actions.add(2, this::session);
    actions.add(2, this::device);
    actions.add(2, this::endDevices);
    actions.add(1, this::administer);
    actions.add(2, this::invitation);
    actions.add(4, this::createAlias);
    actions.add(2, this::changeAlias);
    actions.add(2, this::reserveMedia);
    actions.add(6, this::storeMedia);
    actions.add(1, this::redactMedia);
  }

  Command register(SimulatedDevice device) {
    return new UserCommand.RegisterUser(device.user, "hash", false, newSession(device.id));
  }

  Command logIn(SimulatedDevice device) {
    return new UserCommand.LogIn(device.user, newSession(device.id), null);
  }

  private UserCommand.NewSession newSession(DeviceId device) {
    return new UserCommand.NewSession(device, "전화기", random.hex(64), refreshHash(device), null);
  }

  /** Recognised when the session is refreshed. */
  private String refreshHash(DeviceId device) {
    return device + "-refresh-" + fixture.number();
  }

  private Command setProfile(SimulatedDevice device) {
    String field = random.percent(60) ? "displayname" : "avatar_url";
    return new UserCommand.SetProfileField(
        device.user,
        field,
        random.percent(85) ? JsonNodeFactory.instance.stringNode("이름 " + fixture.number()) : null);
  }

  private Command setAccountData(SimulatedDevice device) {
    ObjectNode content = Json.object().put("number", fixture.number());
    RoomId room = random.percent(50) ? random.pick(fixture.rooms) : null;
    return new UserCommand.SetAccountData(device.user, room, "test.of." + device.id, content);
  }

  private Command setTag(SimulatedDevice device) {
    ObjectNode content = random.percent(70) ? Json.object().put("order", 1) : null;
    String tag = random.pick(List.of("m.favourite", "u.family"));
    return new AccountDataCommand.SetTag(device.user, random.pick(fixture.rooms), tag, content);
  }

  private Command changePushRule(SimulatedDevice device) {
    RoomId room = random.pick(fixture.rooms);
    ObjectNode rule = Json.object();
    rule.putArray("actions").add("notify");
    return switch (random.below(3)) {
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
              JsonNodeFactory.instance.booleanNode(random.percent(20)));
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
    filter.putObject("room").putObject("timeline").put("limit", random.below(30));
    return new AccountDataCommand.StoreFilter(device.user, filter);
  }

  private Command setPusher(SimulatedDevice device) {
    ObjectNode pusher = random.percent(70) ? Json.object().put("kind", "http") : null;
    return new AccountDataCommand.SetPusher(
        device.user, device.id, "test.app", "key" + random.below(3), pusher, random.percent(30));
  }

  private Command session(SimulatedDevice device) {
    return random.percent(50)
        ? new UserCommand.RefreshSession(
            device.user,
            device.id + "-refresh-" + random.below(20),
            random.hex(64),
            refreshHash(device.id),
            scheduler.nowMillis() + 60_000)
        : new UserCommand.ConfirmSession(device.user, random.hex(64));
  }

  private Command device(SimulatedDevice device) {
    return random.percent(50)
        ? new UserCommand.RenameDevice(device.user, device.id, "새 전화기 " + fixture.number())
        : new UserCommand.SeeDevice(device.user, device.id, scheduler.nowMillis(), "192.0.2.7");
  }

  private Command endDevices(SimulatedDevice device) {
    return switch (random.below(3)) {
      case 0 -> new UserCommand.DeleteAllDevices(device.user, device.id);
      case 1 ->
          new UserCommand.SetPassword(
              device.user, "hash " + fixture.number(), null, random.percent(50), device.id);
      default -> new UserCommand.DeleteDevices(device.user, List.of(device.id));
    };
  }

  private Command administer(SimulatedDevice device) {
    UserId somebody = random.pick(fixture.users);
    return switch (random.below(4)) {
      case 0 -> new UserCommand.LockUser(somebody, random.percent(50));
      case 1 -> new UserCommand.DeactivateUser(somebody, random.percent(50));
      default -> new UserCommand.ReportUser(somebody, device.user, "광고를 보낸다");
    };
  }

  private Command invitation(SimulatedDevice device) {
    String token = "invitation" + random.below(3);
    return switch (random.below(4)) {
      case 0 -> new InvitationCommand.UseInvitation(token, device.user);
      case 1 -> new InvitationCommand.ReturnInvitation(token, device.user);
      case 2 -> new InvitationCommand.DeleteInvitation(token);
      default -> new InvitationCommand.CreateInvitation(token, 2L, null);
    };
  }

  private Command createAlias(SimulatedDevice device) {
    return new AliasCommand.CreateAlias(alias(), random.pick(fixture.rooms), device.user);
  }

  private Command changeAlias(SimulatedDevice device) {
    return random.percent(50)
        ? new AliasCommand.DeleteAlias(alias(), device.user, null)
        : new AliasCommand.MoveAlias(
            alias(), random.pick(fixture.rooms), random.pick(fixture.rooms));
  }

  private RoomAlias alias() {
    return new RoomAlias("#방" + random.below(12) + ":" + Workload.SERVER);
  }

  private Command reserveMedia(SimulatedDevice device) {
    String mediaId = "media" + fixture.number();
    fixture.mediaIds.add(mediaId);
    return new MediaCommand.ReserveMedia(mediaId, device.user, scheduler.nowMillis() + 60_000);
  }

  private Command redactMedia(SimulatedDevice device) {
    List<String> uploads = fixture.uploadsOf(random.pick(fixture.users));
    return uploads.isEmpty()
        ? storeMedia(device)
        : new MediaCommand.RedactMedia(random.pick(uploads), device.user);
  }

  private Command storeMedia(SimulatedDevice device) {
    boolean reserved = !fixture.mediaIds.isEmpty() && random.percent(50);
    String mediaId = reserved ? random.pick(fixture.mediaIds) : "media" + fixture.number();
    fixture.uploadsOf(device.user).add(mediaId);
    return new MediaCommand.StoreMedia(
        mediaId,
        device.user,
        random.hex(64),
        random.below(100_000),
        "image/png",
        "봉수대.png",
        reserved);
  }
}
