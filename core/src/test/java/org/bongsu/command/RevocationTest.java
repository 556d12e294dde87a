package org.bongsu.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bongsu.id.DeviceId;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomAlias;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/**
 * The expected value of {@link Command#revokes} for each command, stated independently of the
 * commands. The simulator has a list of its own (ExpectedRevocations).
 */
class RevocationTest {
  private static final UserId MINSU = new UserId("@minsu:bongsu.test");
  private static final UserId YUNA = new UserId("@yuna:bongsu.test");
  private static final DeviceId PHONE = new DeviceId("PHONE");
  private static final RoomId ROOM = new RoomId("!room:bongsu.test");
  private static final RoomId OTHER = new RoomId("!other:bongsu.test");
  private static final RoomAlias ALIAS = new RoomAlias("#bongsu:bongsu.test");
  private static final EventId EVENT = new EventId("$event");
  private static final ObjectNode SOME = Json.object().put("some", "thing");
  private static final MediaCommand.Surveyed SURVEYED =
      new MediaCommand.Surveyed("media", 1, "", 1, false);
  private static final UserCommand.NewSession SESSION =
      new UserCommand.NewSession(PHONE, null, "hash", null, null);

  /** Commands that wait until every site has applied them. */
  private static final List<Command> REVOKE =
      List.of(
          new AccountDataCommand.SetPusher(MINSU, PHONE, "app", "key", null, true),
          new AccountDataCommand.SetPusher(MINSU, PHONE, "app", "key", SOME, false),
          new AccountDataCommand.SetPusher(MINSU, PHONE, "app", "key", SOME, true),
          new AccountDataCommand.DropPushersOfOthers(MINSU, "app", "key"),
          new AliasCommand.DeleteAlias(ALIAS, MINSU, null),
          new AliasCommand.MoveAlias(ALIAS, ROOM, OTHER),
          new InvitationCommand.DeleteInvitation("token"),
          new KeyCommand.UploadCrossSigningKeys(MINSU, SOME, null, null),
          new KeyCommand.DeviceListChanged(MINSU),
          new KeyCommand.UpdateBackup(MINSU, 1, "m.megolm", SOME),
          new KeyCommand.DeleteBackup(MINSU, 1),
          new KeyCommand.DeleteBackupKeys(MINSU, 1, ROOM, null),
          state("m.room.history_visibility", "", "history_visibility", "joined"),
          state("m.room.join_rules", "", "join_rule", "invite"),
          state("m.room.guest_access", "", "guest_access", "forbidden"),
          state("m.room.power_levels", "", "users_default", "0"),
          state("m.room.server_acl", "", "deny", "*"),
          state("m.room.canonical_alias", "", "alias", ""),
          state("m.room.name", "", "name", "다른 이름"),
          state("m.room.tombstone", "", "body", "옮겼어요"),
          state("kr.bongsu.unheard_of", "key", "with", "anything"),
          state("m.room.member", YUNA.value(), "membership", "leave"),
          state("m.room.member", YUNA.value(), "membership", "ban"),
          state("m.room.member", MINSU.value(), "membership", "leave"),
          state("m.room.member", MINSU.value(), "membership", "join"), // under another name
          message("m.room.redaction"),
          membership(YUNA, "leave"),
          membership(YUNA, "ban"),
          membership(MINSU, "leave"),
          membership(YUNA, "unheard-of"),
          new MediaCommand.RedactMedia("media", MINSU),
          new MediaCommand.MediaUnreferenced(List.of("media"), MINSU),
          new RoomCommand.RedactEvent(ROOM, MINSU, PHONE, "t", EVENT, SOME),
          new RoomCommand.PublishRoom(ROOM, MINSU, false),
          new RoomCommand.ForgetRoom(ROOM, MINSU),
          new UserCommand.LogIn(MINSU, SESSION, "password"),
          new UserCommand.ConfirmSession(MINSU, "hash"),
          new UserCommand.RenameDevice(MINSU, PHONE, "전화기"),
          new UserCommand.DeleteDevices(MINSU, List.of(PHONE)),
          new UserCommand.DeleteAllDevices(MINSU, PHONE),
          new UserCommand.SetPassword(MINSU, "password", null, true, null),
          new UserCommand.SetPassword(MINSU, "password", null, false, null),
          new UserCommand.DeactivateUser(MINSU, false),
          new UserCommand.UserDeactivated(MINSU),
          new UserCommand.UserErased(MINSU),
          new UserCommand.LockUser(MINSU, true),
          new UserCommand.SetProfileField(MINSU, "avatar_url", null),
          new UserCommand.ProfileChanged(MINSU, SOME, "avatar_url"),
          accountData("m.ignored_user_list", SOME),
          accountData("m.secret_storage.default_key", SOME),
          accountData("m.cross_signing.master", SOME),
          accountData("m.megolm_backup.v1", SOME),
          accountData("kr.bongsu.anything", Json.object()),
          new DelayedEventCommand.ChangeDelayedEvent(
              "delay", MINSU, DelayedEventCommand.Action.SEND),
          new DelayedEventCommand.ChangeDelayedEvent(
              "delay", MINSU, DelayedEventCommand.Action.CANCEL),
          new ShardCommand.Reapply(new UserCommand.LockUser(MINSU, true)),
          new ShardCommand.Seal(),
          new ShardCommand.Deliver(0, 1, new UserCommand.UserDeactivated(MINSU)));

  /** Commands that are acknowledged as soon as they are durable and applied here. */
  private static final List<Command> DO_NOT =
      List.of(
          new AccountDataCommand.SetTag(MINSU, ROOM, "m.favourite", null),
          new AccountDataCommand.ChangePushRule(
              MINSU, AccountDataCommand.RuleChange.REMOVE, "room", "rule", null, null, null),
          new AccountDataCommand.StoreFilter(MINSU, SOME),
          new AliasCommand.CreateAlias(ALIAS, ROOM, MINSU),
          new InvitationCommand.CreateInvitation("token", null, null),
          new InvitationCommand.UseInvitation("token", MINSU),
          new InvitationCommand.ReturnInvitation("token", MINSU),
          new KeyCommand.SendToDevice(MINSU, YUNA, PHONE, "t", "m.room_key", List.of()),
          new KeyCommand.AcknowledgeToDevice(MINSU, PHONE, 1),
          new KeyCommand.UploadKeys(MINSU, PHONE, SOME, SOME, SOME),
          new KeyCommand.ClaimKeys(MINSU, List.of()),
          new KeyCommand.UploadSignatures(MINSU, List.of()),
          new KeyCommand.CreateBackup(MINSU, "m.megolm", SOME),
          new KeyCommand.PutBackupKeys(MINSU, 1, List.of()),
          new MediaCommand.ReserveMedia("media", MINSU, 1),
          new MediaCommand.StoreMedia("media", MINSU, "sha256", 1, "image/png", null, false),
          new MediaCommand.FindReferences(1, List.of(SURVEYED)),
          new MediaCommand.ReferencesFound(List.of(SURVEYED)),
          new RoomCommand.CreateRoom(ROOM, MINSU, "11", true, 1, List.of()),
          message("m.room.message"),
          message("m.room.encrypted"),
          state("m.room.member", YUNA.value(), "membership", "invite"),
          state("m.room.member", MINSU.value(), "membership", "knock"),
          membership(MINSU, "join"),
          membership(YUNA, "invite"),
          membership(MINSU, "knock"),
          new RoomCommand.ReadUpTo(ROOM, MINSU, List.of()),
          new RoomCommand.PublishRoom(ROOM, MINSU, true),
          new RoomCommand.Report(ROOM, MINSU, EVENT, "reason"),
          new UserCommand.RegisterUser(MINSU, "password", false, SESSION),
          new UserCommand.RefreshSession(MINSU, "refresh", "hash", "next", 1),
          new UserCommand.SeeDevice(MINSU, PHONE, 1, "192.0.2.7"),
          new UserCommand.LockUser(MINSU, false),
          new UserCommand.ReportUser(MINSU, YUNA, "reason"),
          accountData("m.direct", SOME),
          new ShardCommand.Deliver(0, 1, new RoomCommand.ReadUpTo(ROOM, MINSU, List.of())),
          new ShardCommand.Acknowledge(0, 1),
          new ShardCommand.ActivateLevel(2),
          new ShardCommand.BeginEpoch("later"),
          new RoomCommand.ReleaseSealed(ROOM, MINSU),
          new UserCommand.ReleaseProfile(MINSU),
          new ShardCommand.EffectsDone("push", 1, Json.array()),
          new DelayedEventCommand.DelayEvent(
              ROOM,
              MINSU,
              PHONE,
              "t",
              "delay",
              1,
              new RoomCommand.NewEvent("m.room.redaction", null, SOME)),
          new DelayedEventCommand.ChangeDelayedEvent(
              "delay", MINSU, DelayedEventCommand.Action.RESTART),
          new ShardCommand.Reapply(new UserCommand.LockUser(MINSU, false)),
          new TimerCommand.FireTimer(TimerSubject.DELAYED_EVENT, "delay", 1));

  /** Commands whose content decides: these are in both lists. */
  private static final Set<String> BY_CONTENT =
      Set.of(
          "ChangeDelayedEvent",
          "Deliver",
          "LockUser",
          "PublishRoom",
          "Reapply",
          "SendEvent",
          "SetAccountData",
          "SetMembership");

  private static RoomCommand.SendEvent state(String type, String key, String name, String value) {
    return send(type, key, Json.object().put(name, value));
  }

  private static RoomCommand.SendEvent message(String type) {
    return send(type, null, Json.object().put("body", "봉수에 불이 올랐다"));
  }

  private static RoomCommand.SendEvent send(
      String type, @Nullable String stateKey, ObjectNode content) {
    return new RoomCommand.SendEvent(
        ROOM, MINSU, PHONE, "t", new RoomCommand.NewEvent(type, stateKey, content), null);
  }

  private static RoomCommand.SetMembership membership(UserId target, String membership) {
    return new RoomCommand.SetMembership(
        ROOM, MINSU, target, Json.object().put("membership", membership), null, null);
  }

  private static UserCommand.SetAccountData accountData(String type, ObjectNode content) {
    return new UserCommand.SetAccountData(MINSU, null, type, content);
  }

  @Test
  void eachCommandAnswersAsTheTableSays() {
    List<String> wrong = new ArrayList<>();
    REVOKE.stream().filter(c -> !c.revokes()).forEach(c -> wrong.add("must wait: " + c));
    DO_NOT.stream().filter(Command::revokes).forEach(c -> wrong.add("needs no wait: " + c));
    assertEquals(List.of(), wrong);
  }

  @Test
  void theTableHasEveryCommandAndBothAnswersIfTheContentDecides() {
    Set<String> yes = names(REVOKE.stream());
    Set<String> no = names(DO_NOT.stream());
    Set<String> all = new TreeSet<>(yes);
    all.addAll(no);
    Set<String> every = new TreeSet<>();
    commands(Command.class).forEach(type -> every.add(type.getSimpleName()));
    assertEquals(every, all, "a new command needs its answer here");
    yes.retainAll(no);
    assertEquals(new TreeSet<>(BY_CONTENT), yes);
  }

  /** The log's format has a command's name and components only. */
  @Test
  void theAnswerIsNotWrittenIntoTheLog() {
    for (Command command : Stream.concat(REVOKE.stream(), DO_NOT.stream()).toList()) {
      ObjectNode written = Json.object(new String(EntryCodec.encode(command), UTF_8));
      Set<String> names = new TreeSet<>(written.path("with").propertyNames());
      Set<String> components = new TreeSet<>();
      Arrays.stream(command.getClass().getRecordComponents())
          .forEach(component -> components.add(component.getName()));
      if (command instanceof ShardCommand.Deliver || command instanceof ShardCommand.Reapply) {
        components.remove("command");
        components.addAll(Set.of("do", "with"));
      }
      assertTrue(components.containsAll(names), () -> command + " is written as " + written);
    }
  }

  private static Set<String> names(Stream<Command> commands) {
    return commands
        .map(command -> command.getClass().getSimpleName())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<Class<?>> commands(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(RevocationTest::commands)
        : Stream.of(type);
  }
}
