package org.bongsu.account;

import static org.bongsu.testing.OneReplica.GILDONG;
import static org.bongsu.testing.OneReplica.LAPTOP;
import static org.bongsu.testing.OneReplica.PHONE;
import static org.bongsu.testing.OneReplica.SOONBOK;
import static org.bongsu.testing.OneReplica.session;
import static org.bongsu.testing.OneReplica.token;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.bongsu.apply.Change;
import org.bongsu.command.AccountDataCommand.SetPusher;
import org.bongsu.command.KeyCommand;
import org.bongsu.command.KeyCommand.DeviceMessage;
import org.bongsu.command.KeyCommand.SendToDevice;
import org.bongsu.command.KeyCommand.UploadKeys;
import org.bongsu.command.Refusal;
import org.bongsu.command.ShardCommand.ActivateLevel;
import org.bongsu.command.UserCommand.ConfirmSession;
import org.bongsu.command.UserCommand.DeactivateUser;
import org.bongsu.command.UserCommand.DeleteAllDevices;
import org.bongsu.command.UserCommand.DeleteDevices;
import org.bongsu.command.UserCommand.LockUser;
import org.bongsu.command.UserCommand.LogIn;
import org.bongsu.command.UserCommand.ProfileChanged;
import org.bongsu.command.UserCommand.RefreshSession;
import org.bongsu.command.UserCommand.RegisterUser;
import org.bongsu.command.UserCommand.RenameDevice;
import org.bongsu.command.UserCommand.ReportUser;
import org.bongsu.command.UserCommand.SeeDevice;
import org.bongsu.command.UserCommand.SetAccountData;
import org.bongsu.command.UserCommand.SetPassword;
import org.bongsu.command.UserCommand.SetProfileField;
import org.bongsu.command.UserCommand.UserDeactivated;
import org.bongsu.command.UserCommand.UserErased;
import org.bongsu.id.DeviceId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.testing.OneReplica;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

class AccountApplyTest {
  private static final RoomId ROOM = new RoomId("!봉수대:localhost");

  @TempDir Path directory;
  private OneReplica replica;
  private Accounts accounts;

  @BeforeEach
  void open() {
    replica = new OneReplica(directory.resolve("000.db"));
    accounts = new Accounts(replica.db());
  }

  @AfterEach
  void close() {
    replica.close();
  }

  private boolean isSignedIn(UserId user, DeviceId device, String number) {
    return accounts.session(token(user, device, number)).isPresent();
  }

  private static UploadKeys keysOf(UserId user, DeviceId device) {
    return new UploadKeys(
        user,
        device,
        Json.object().put("device_id", device.value()),
        Json.object().put("signed_curve25519:1", "one-time"),
        Json.object().put("signed_curve25519:f", "fallback"));
  }

  private static SetProfileField profile(String field, String value) {
    return new SetProfileField(SOONBOK, field, StringNode.valueOf(value));
  }

  @Test
  void aNameIsTakenOnce() {
    replica.accept(new RegisterUser(SOONBOK, "hash", true, session(SOONBOK, PHONE, "1")));
    assertEquals(
        Refusal.USER_IN_USE,
        replica.refuse(new RegisterUser(SOONBOK, "other", false, session(SOONBOK, LAPTOP, "1"))));
    Accounts.Account account = accounts.find(SOONBOK).orElseThrow();
    assertEquals("hash", account.passwordHash());
    assertTrue(account.admin());
    assertEquals(1_000, account.createdMillis());
    assertTrue(isSignedIn(SOONBOK, PHONE, "1"));
    assertFalse(isSignedIn(SOONBOK, LAPTOP, "1"), "a refused registration signs nobody in");
    assertEquals(List.of(), replica.broadcasts());
  }

  @Test
  void aLoginProvenByAnOldPasswordIsRefused() {
    replica.accept(new RegisterUser(SOONBOK, "hash", false, null));
    replica.accept(new SetPassword(SOONBOK, "newer", "hash", false, null));
    assertEquals(
        Refusal.FORBIDDEN,
        replica.refuse(new LogIn(SOONBOK, session(SOONBOK, PHONE, "1"), "hash")));
    assertEquals(
        Refusal.FORBIDDEN, replica.refuse(new LogIn(GILDONG, session(GILDONG, PHONE, "1"), null)));
    assertEquals(
        Refusal.FORBIDDEN, replica.refuse(new SetPassword(SOONBOK, "third", "hash", false, null)));
    replica.accept(new LogIn(SOONBOK, session(SOONBOK, PHONE, "1"), "newer"));
    assertTrue(isSignedIn(SOONBOK, PHONE, "1"));
  }

  @Test
  void aLoginOfTheSameDeviceEndsItsOlderTokenAndKeepsItsKeys() {
    replica.register(SOONBOK, PHONE, LAPTOP);
    replica.accept(keysOf(SOONBOK, PHONE));
    replica.accept(new LogIn(SOONBOK, session(SOONBOK, PHONE, "2"), null));
    assertFalse(isSignedIn(SOONBOK, PHONE, "1"));
    assertTrue(isSignedIn(SOONBOK, PHONE, "2"));
    assertTrue(isSignedIn(SOONBOK, LAPTOP, "1"));
    assertEquals(1, replica.rows("device_keys", SOONBOK, PHONE));
  }

  @Test
  void devicesOfOneAccountAreLimited() {
    replica.register(SOONBOK);
    for (int i = 0; i < Devices.DEVICES_MAX; i++) {
      replica.accept(new LogIn(SOONBOK, session(SOONBOK, new DeviceId("D" + i), "1"), null));
    }
    assertEquals(
        Refusal.LIMIT_REACHED,
        replica.refuse(new LogIn(SOONBOK, session(SOONBOK, PHONE, "1"), null)));
    assertEquals(0, replica.rows("session", SOONBOK, PHONE));
    replica.accept(new LogIn(SOONBOK, session(SOONBOK, new DeviceId("D7"), "2"), null));
    replica.accept(new DeleteDevices(SOONBOK, List.of(new DeviceId("D8"))));
    replica.accept(new LogIn(SOONBOK, session(SOONBOK, PHONE, "1"), null));
  }

  @Test
  void aRefreshedTokenLivesUntilTheNewOneIsUsed() {
    replica.register(SOONBOK);
    replica.accept(new LogIn(SOONBOK, session(SOONBOK, PHONE, "1", "refresh 1"), null));
    ObjectNode result =
        replica.accept(new RefreshSession(SOONBOK, "refresh 1", "second", "refresh 2", 9_000));
    assertEquals(PHONE.value(), result.path("device_id").stringValue());
    assertTrue(isSignedIn(SOONBOK, PHONE, "1"), "the answer may have been lost");
    assertTrue(accounts.session("second").orElseThrow().refreshed());
    replica.accept(new ConfirmSession(SOONBOK, "second"));
    replica.accept(new ConfirmSession(SOONBOK, "second"));
    assertFalse(isSignedIn(SOONBOK, PHONE, "1"));
    assertFalse(accounts.session("second").orElseThrow().refreshed());
    assertEquals(
        Refusal.NOT_FOUND,
        replica.refuse(new RefreshSession(SOONBOK, "refresh 1", "third", "refresh 3", 9_000)));
  }

  @Test
  void aRefreshThatIsAskedForAgainReplacesTheFirstAnswer() {
    replica.register(SOONBOK);
    replica.accept(new LogIn(SOONBOK, session(SOONBOK, PHONE, "1", "refresh 1"), null));
    replica.accept(new RefreshSession(SOONBOK, "refresh 1", "lost", "refresh lost", 9_000));
    replica.accept(new RefreshSession(SOONBOK, "refresh 1", "second", "refresh 2", 9_000));
    assertTrue(accounts.session("lost").isEmpty());
    assertTrue(isSignedIn(SOONBOK, PHONE, "1"));
    replica.accept(new RefreshSession(SOONBOK, "refresh 2", "third", "refresh 3", 9_000));
    assertFalse(isSignedIn(SOONBOK, PHONE, "1"), "refreshing is using, too");
    assertTrue(accounts.session("second").isPresent());
    assertTrue(accounts.session("third").isPresent());
  }

  @Test
  void aRefreshTokenIsOfOneUser() {
    replica.register(SOONBOK);
    replica.register(GILDONG);
    replica.accept(new LogIn(SOONBOK, session(SOONBOK, PHONE, "1", "refresh 1"), null));
    assertEquals(
        Refusal.NOT_FOUND,
        replica.refuse(new RefreshSession(GILDONG, "refresh 1", "second", "refresh 2", 9_000)));
    assertEquals(1, replica.rows("session", SOONBOK));
  }

  @Test
  void aDeviceThatEndsTakesEverythingOfItsOwnAlong() {
    replica.register(SOONBOK, PHONE, LAPTOP);
    for (DeviceId device : List.of(PHONE, LAPTOP)) {
      replica.accept(keysOf(SOONBOK, device));
      replica.accept(new SetPusher(SOONBOK, device, "app", device.value(), Json.object(), true));
      replica.accept(
          new SendToDevice(
              SOONBOK,
              GILDONG,
              PHONE,
              device.value(),
              "m.test",
              List.of(new DeviceMessage(device.value(), Json.object()))));
    }
    replica.broadcasts();
    replica.accept(new DeleteDevices(SOONBOK, List.of(PHONE)));
    for (String table :
        List.of(
            "session",
            "to_device",
            "device_keys",
            "one_time_key",
            "fallback_key",
            "pusher",
            "device")) {
      assertEquals(0, replica.rows(table, SOONBOK, PHONE), table);
      assertEquals(1, replica.rows(table, SOONBOK, LAPTOP), table);
    }
    assertEquals(List.of(new KeyCommand.DeviceListChanged(SOONBOK)), replica.broadcasts());
  }

  @Test
  void onlyDevicesWithKeysAreAnnouncedToOthers() {
    replica.register(SOONBOK, PHONE, LAPTOP);
    replica.accept(new DeleteDevices(SOONBOK, List.of(PHONE, new DeviceId("NEVER"))));
    assertEquals(List.of(), replica.broadcasts());
    replica.accept(keysOf(SOONBOK, LAPTOP));
    replica.broadcasts();
    replica.accept(new DeleteDevices(SOONBOK, List.of(LAPTOP)));
    assertEquals(List.of(new KeyCommand.DeviceListChanged(SOONBOK)), replica.broadcasts());
    replica.accept(new DeleteDevices(SOONBOK, List.of(LAPTOP)));
    assertEquals(List.of(), replica.broadcasts());
  }

  @Test
  void allDevicesButOneEndWithOneBroadcast() {
    DeviceId tablet = new DeviceId("TABLET");
    replica.register(SOONBOK, PHONE, LAPTOP, tablet, new DeviceId("WATCH WITHOUT KEYS"));
    replica.register(GILDONG, PHONE);
    replica.accept(keysOf(SOONBOK, PHONE));
    replica.accept(keysOf(SOONBOK, tablet));
    replica.broadcasts();
    replica.accept(new DeleteAllDevices(SOONBOK, LAPTOP));
    assertEquals(
        List.of(LAPTOP),
        new Devices(replica.db()).of(SOONBOK).stream().map(Devices.Device::id).toList());
    assertTrue(isSignedIn(SOONBOK, LAPTOP, "1"));
    assertTrue(isSignedIn(GILDONG, PHONE, "1"));
    assertEquals(List.of(new KeyCommand.DeviceListChanged(SOONBOK)), replica.broadcasts());
  }

  @Test
  void aNewPasswordEndsTheDevicesThatAreNotExcepted() {
    replica.accept(new RegisterUser(SOONBOK, "hash", false, session(SOONBOK, PHONE, "1")));
    replica.accept(new LogIn(SOONBOK, session(SOONBOK, LAPTOP, "1"), "hash"));
    replica.accept(new SetPassword(SOONBOK, "second", "hash", false, null));
    assertTrue(isSignedIn(SOONBOK, PHONE, "1"));
    replica.accept(new SetPassword(SOONBOK, "third", "second", true, LAPTOP));
    assertFalse(isSignedIn(SOONBOK, PHONE, "1"));
    assertTrue(isSignedIn(SOONBOK, LAPTOP, "1"));
    assertEquals("third", accounts.find(SOONBOK).orElseThrow().passwordHash());
  }

  @Test
  void everyRevokedTokenIsPublishedAfterTheCommit() {
    replica.register(SOONBOK, PHONE);
    Change.OfSessions sessions = new Change.OfSessions(SOONBOK.value());
    assertTrue(
        replica.apply(new DeleteDevices(SOONBOK, List.of(PHONE))).changes().contains(sessions));
    assertTrue(replica.apply(new LockUser(SOONBOK, true)).changes().contains(sessions));
    assertFalse(replica.apply(profile("displayname", "순복")).changes().contains(sessions));
    assertEquals(
        List.of(), replica.apply(new SeeDevice(SOONBOK, PHONE, 5_000, "10.0.0.1")).changes());
  }

  @Test
  void aDeviceIsNamedAndSeen() {
    replica.register(SOONBOK, PHONE);
    replica.accept(new RenameDevice(SOONBOK, PHONE, "전화"));
    replica.accept(new SeeDevice(SOONBOK, PHONE, 5_000, "10.0.0.1"));
    replica.accept(new SeeDevice(SOONBOK, LAPTOP, 5_000, "10.0.0.1"));
    assertEquals(
        List.of(new Devices.Device(PHONE, "전화", 1_000, 5_000L, "10.0.0.1")),
        new Devices(replica.db()).of(SOONBOK));
    assertEquals(Refusal.NOT_FOUND, replica.refuse(new RenameDevice(SOONBOK, LAPTOP, "없음")));
    assertEquals(Refusal.NOT_FOUND, replica.refuse(new RenameDevice(GILDONG, PHONE, "없음")));
  }

  @Test
  void aDeactivatedAccountIsGoneForGoodAndSaysSoOnce() {
    replica.accept(new RegisterUser(SOONBOK, "hash", true, session(SOONBOK, PHONE, "1")));
    replica.accept(profile("displayname", "순복"));
    replica.accept(new SetAccountData(SOONBOK, null, "org.example", Json.object().put("a", 1)));
    replica.broadcasts();
    replica.at(2_000);
    replica.accept(new DeactivateUser(SOONBOK, false));
    assertEquals(List.of(new UserDeactivated(SOONBOK)), replica.broadcasts());
    replica.at(3_000);
    replica.accept(new DeactivateUser(SOONBOK, true));
    assertEquals(List.of(), replica.broadcasts());
    assertEquals(0, replica.rows("account_data", SOONBOK));
    assertEquals(
        new Accounts.Account(SOONBOK, null, false, 1_000, 2_000L, false, Json.object()),
        accounts.find(SOONBOK).orElseThrow());
    assertEquals(List.of(), accounts.search("순복", 10));
    assertFalse(isSignedIn(SOONBOK, PHONE, "1"));
    assertEquals(
        Refusal.FORBIDDEN, replica.refuse(new LogIn(SOONBOK, session(SOONBOK, PHONE, "2"), null)));
    assertEquals(
        Refusal.FORBIDDEN, replica.refuse(new SetPassword(SOONBOK, "back", null, false, null)));
    assertEquals(
        Refusal.USER_IN_USE, replica.refuse(new RegisterUser(SOONBOK, "hash", false, null)));
    assertEquals(Refusal.NOT_FOUND, replica.refuse(profile("displayname", "다시")));
    assertEquals(Refusal.NOT_FOUND, replica.refuse(new LockUser(SOONBOK, true)));
    assertEquals(Refusal.NOT_FOUND, replica.refuse(new DeactivateUser(GILDONG, true)));
  }

  @Test
  void sinceLevelThreeAnErasureIsSentToTheRooms() {
    replica.register(SOONBOK);
    replica.accept(new DeactivateUser(SOONBOK, false));
    replica.accept(new DeactivateUser(SOONBOK, true));
    assertEquals(List.of(new UserDeactivated(SOONBOK)), replica.broadcasts());
    replica.accept(new ActivateLevel(3));
    replica.accept(new DeactivateUser(SOONBOK, true));
    assertEquals(List.of(new UserErased(SOONBOK)), replica.broadcasts());
    replica.accept(new UserErased(SOONBOK));
    long since = replica.db().number("SELECT ordering FROM erasure").orElseThrow();
    replica.accept(new UserErased(SOONBOK));
    assertEquals(since, replica.db().number("SELECT ordering FROM erasure").orElseThrow());
  }

  @Test
  void aLockedAccountKeepsItsTokens() {
    replica.register(SOONBOK, PHONE);
    replica.accept(new LockUser(SOONBOK, true));
    assertTrue(accounts.session(token(SOONBOK, PHONE, "1")).orElseThrow().locked());
    replica.accept(new LockUser(SOONBOK, false));
    assertFalse(accounts.session(token(SOONBOK, PHONE, "1")).orElseThrow().locked());
    assertEquals(Refusal.NOT_FOUND, replica.refuse(new LockUser(GILDONG, true)));
  }

  @Test
  void profileFieldsOfMemberEventsAreBroadcast() {
    replica.register(SOONBOK);
    replica.accept(profile("displayname", "순복"));
    ObjectNode named = Json.object().put("displayname", "순복");
    assertEquals(List.of(new ProfileChanged(SOONBOK, named, "displayname")), replica.broadcasts());
    replica.accept(profile("displayname", "순복"));
    assertEquals(List.of(), replica.broadcasts());
    replica.accept(profile("org.example.mood", "좋음"));
    assertEquals(List.of(), replica.broadcasts(), "no member event shows this field");
    replica.accept(new SetProfileField(SOONBOK, "displayname", null));
    assertEquals(1, replica.broadcasts().size());
    replica.accept(new SetProfileField(SOONBOK, "displayname", null));
    assertEquals(List.of(), replica.broadcasts());
    assertEquals(
        Json.object().put("org.example.mood", "좋음"),
        accounts.find(SOONBOK).orElseThrow().profile());
    assertEquals(
        Refusal.NOT_FOUND,
        replica.refuse(new SetProfileField(GILDONG, "displayname", StringNode.valueOf("길동"))));
  }

  @Test
  void aProfileHasLessThan64KiBInAll() {
    replica.register(SOONBOK);
    int around = "{\"org.example.a\":\"\"}".length();
    replica.accept(profile("org.example.a", "x".repeat(65_535 - around)));
    assertEquals(Refusal.TOO_LARGE, replica.refuse(profile("displayname", "순복")));
    assertEquals(
        Refusal.TOO_LARGE, replica.refuse(profile("org.example.a", "x".repeat(65_536 - around))));
    assertFalse(accounts.find(SOONBOK).orElseThrow().profile().has("displayname"));
    assertEquals(List.of(), replica.broadcasts());
    replica.accept(profile("org.example.a", "small"));
    replica.accept(profile("displayname", "순복"));
  }

  @Test
  void theDirectoryFindsNamesHoweverTheyWereTyped() {
    replica.register(SOONBOK);
    String decomposed = java.text.Normalizer.normalize("김순복", java.text.Normalizer.Form.NFD);
    replica.accept(profile("displayname", decomposed + " KIM"));
    for (String wanted : List.of("순복", "kim", "soon", decomposed)) {
      assertEquals(1, accounts.search(AccountApply.folded(wanted), 10).size(), wanted);
    }
    replica.accept(profile("displayname", "다른 이름"));
    assertEquals(0, accounts.search("순복", 10).size());
  }

  @Test
  void reportsOfOneUserAboutAnotherAreBoundedWithoutARefusal() {
    replica.register(SOONBOK);
    replica.register(GILDONG);
    IntStream.range(0, 25)
        .forEach(i -> replica.accept(new ReportUser(SOONBOK, GILDONG, "reason " + i)));
    replica.accept(new ReportUser(SOONBOK, new UserId("@other:localhost"), "another one's"));
    assertEquals(21, replica.rows("user_report", SOONBOK));
    assertEquals(
        Refusal.NOT_FOUND,
        replica.refuse(new ReportUser(new UserId("@nobody:localhost"), GILDONG, "?")));
  }

  @Test
  void accountDataIsOfOneRoomOrOfAll() {
    replica.register(SOONBOK);
    replica.accept(new SetAccountData(SOONBOK, null, "org.example", Json.object().put("a", 1)));
    replica.accept(new SetAccountData(SOONBOK, ROOM, "org.example", Json.object().put("a", 2)));
    replica.accept(new SetAccountData(SOONBOK, ROOM, "org.example", Json.object().put("a", 3)));
    assertEquals(
        List.of(1, 3),
        accounts.accountDataSince(SOONBOK, 0).stream()
            .map(data -> Json.object(data.content()).path("a").intValue())
            .toList());
    assertEquals(
        Json.object().put("a", 3),
        accounts.accountData(SOONBOK, ROOM, "org.example").orElseThrow());
    assertTrue(accounts.accountData(GILDONG, ROOM, "org.example").isEmpty());
  }

  @Test
  void aReplayGivesTheSameDigest() {
    aDeactivatedAccountIsGoneForGoodAndSaysSoOnce();
    assertArrayEquals(replica.digest(), OneReplica.digestOf(directory.resolve("001.db"), replica));
  }
}
