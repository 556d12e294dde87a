package org.bongsu.accountdata;

import static org.bongsu.testing.OneReplica.GILDONG;
import static org.bongsu.testing.OneReplica.LAPTOP;
import static org.bongsu.testing.OneReplica.PHONE;
import static org.bongsu.testing.OneReplica.SOONBOK;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.bongsu.account.Accounts;
import org.bongsu.apply.Change;
import org.bongsu.command.AccountDataCommand.ChangePushRule;
import org.bongsu.command.AccountDataCommand.DropPushersOfOthers;
import org.bongsu.command.AccountDataCommand.RuleChange;
import org.bongsu.command.AccountDataCommand.SetPusher;
import org.bongsu.command.AccountDataCommand.SetTag;
import org.bongsu.command.AccountDataCommand.StoreFilter;
import org.bongsu.command.Refusal;
import org.bongsu.command.ShardCommand.ActivateLevel;
import org.bongsu.command.UserCommand.DeactivateUser;
import org.bongsu.command.UserCommand.DeleteDevices;
import org.bongsu.command.UserCommand.SetAccountData;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.push.PushRules;
import org.bongsu.testing.OneReplica;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.ObjectNode;

class AccountDataApplyTest {
  private static final RoomId ROOM = new RoomId("!봉수대:localhost");
  private static final RoomId OTHER_ROOM = new RoomId("!other:localhost");

  @TempDir Path directory;
  private OneReplica replica;
  private AccountData data;

  @BeforeEach
  void open() {
    replica = new OneReplica(directory.resolve("000.db"));
    data = new AccountData(replica.db());
  }

  @AfterEach
  void close() {
    replica.close();
  }

  private static SetTag tag(String name) {
    return new SetTag(SOONBOK, ROOM, name, Json.object().put("order", 1));
  }

  private List<String> tags(RoomId room) {
    return new Accounts(replica.db())
        .accountData(SOONBOK, room, AccountData.TAG)
        .map(content -> List.copyOf(content.path("tags").propertyNames()))
        .orElse(List.of());
  }

  private static ChangePushRule put(String ruleId, @Nullable String before) {
    ObjectNode rule = Json.object();
    rule.putArray("conditions");
    rule.putArray("actions").add("notify");
    return new ChangePushRule(SOONBOK, RuleChange.PUT, "override", ruleId, before, null, rule);
  }

  private static ChangePushRule change(
      RuleChange change, String kind, String ruleId, @Nullable JsonNode value) {
    return new ChangePushRule(SOONBOK, change, kind, ruleId, null, null, value);
  }

  private List<String> ownOverrideRules() {
    return data.pushRules(SOONBOK)
        .toStored()
        .path("own")
        .path("override")
        .valueStream()
        .map(rule -> rule.path("rule_id").stringValue())
        .toList();
  }

  private static ObjectNode pusher(String name) {
    return Json.object().put("app_display_name", name);
  }

  private static SetPusher pusher(UserId user, String pushKey, boolean append) {
    return new SetPusher(user, PHONE, "app", pushKey, pusher(user.localpart()), append);
  }

  private List<String> pushers(UserId user) {
    return data.pushers(user).stream()
        .map(one -> one.path("app_display_name").stringValue())
        .toList();
  }

  @Test
  void tagsOfTwoDevicesAtOnceAreBothKept() {
    replica.accept(tag("m.favourite"));
    replica.accept(tag("u.family"));
    assertEquals(List.of("m.favourite", "u.family"), tags(ROOM));
    replica.accept(new SetTag(SOONBOK, ROOM, "m.favourite", null));
    assertEquals(List.of("u.family"), tags(ROOM));
    assertEquals(List.of(), tags(OTHER_ROOM));
  }

  @Test
  void removingAMissingTagChangesNothing() {
    assertEquals(List.of(), replica.apply(new SetTag(SOONBOK, ROOM, "u.none", null)).changes());
    assertEquals(0, replica.rows("account_data", SOONBOK));
    replica.accept(tag("u.family"));
    assertEquals(
        List.of(new Change.OfUser(SOONBOK.value())),
        replica.apply(new SetTag(SOONBOK, ROOM, "u.family", null)).changes());
  }

  @Test
  void tagsOfARoomAreLimited() {
    for (int i = 0; i < 100; i++) {
      replica.accept(tag("u." + i));
    }
    assertEquals(Refusal.LIMIT_REACHED, replica.refuse(tag("u.100")));
    assertEquals(100, tags(ROOM).size());
    replica.accept(tag("u.7"));
    replica.accept(new SetTag(SOONBOK, OTHER_ROOM, "u.100", Json.object()));
    replica.accept(new SetTag(SOONBOK, ROOM, "u.7", null));
    replica.accept(tag("u.100"));
  }

  @Test
  void tagsAreSetWhateverAClientHasPutInTheirPlace() {
    replica.accept(
        new SetAccountData(SOONBOK, ROOM, AccountData.TAG, Json.object().put("tags", "none")));
    replica.accept(tag("u.family"));
    assertEquals(List.of("u.family"), tags(ROOM));
  }

  @Test
  void pushRulesChangeOneByOne() {
    replica.accept(put("first", null));
    replica.accept(put("second", "first"));
    assertEquals(List.of("second", "first"), ownOverrideRules());
    replica.accept(put("second", "first"));
    assertEquals(List.of("second", "first"), ownOverrideRules());
    replica.accept(change(RuleChange.REMOVE, "override", "first", null));
    assertEquals(List.of("second"), ownOverrideRules());
    replica.accept(change(RuleChange.SET_ENABLED, "override", ".m.rule.master", BooleanNode.TRUE));
    assertTrue(
        data.pushRules(SOONBOK)
            .toStored()
            .path("changed")
            .path("override")
            .path(".m.rule.master")
            .path("enabled")
            .booleanValue());
    assertEquals(PushRules.defaultsOf(GILDONG).toStored(), data.pushRules(GILDONG).toStored());
  }

  @Test
  void aPushRuleThatIsRefusedChangesNothing() {
    replica.accept(put("first", null));
    ObjectNode before = data.pushRules(SOONBOK).toStored();
    assertEquals(Refusal.INVALID, replica.refuse(change(RuleChange.REMOVE, "sideways", "a", null)));
    assertEquals(Refusal.INVALID, replica.refuse(put(".m.rule.master", null)));
    assertEquals(Refusal.INVALID, replica.refuse(put("second", "nowhere")));
    assertEquals(
        Refusal.INVALID, replica.refuse(change(RuleChange.PUT, "override", "empty", null)));
    assertEquals(
        Refusal.NOT_FOUND, replica.refuse(change(RuleChange.REMOVE, "override", "none", null)));
    assertEquals(
        Refusal.NOT_FOUND,
        replica.refuse(change(RuleChange.SET_ENABLED, "override", "none", BooleanNode.TRUE)));
    assertEquals(
        Refusal.INVALID,
        replica.refuse(change(RuleChange.SET_ACTIONS, "override", "first", BooleanNode.TRUE)));
    assertEquals(before, data.pushRules(SOONBOK).toStored());
  }

  @Test
  void pushRulesOfAUserAreLimited() {
    for (int i = 0; i < PushRules.OWN_RULES_IN_TURN_MAX; i++) {
      replica.accept(put("rule" + i, null));
    }
    assertEquals(Refusal.LIMIT_REACHED, replica.refuse(put("one more", null)));
    replica.accept(put("rule7", null));
    replica.accept(change(RuleChange.REMOVE, "override", "rule7", null));
    replica.accept(put("one more", null));
  }

  @Test
  void anEqualFilterHasTheSameId() {
    ObjectNode lazy = Json.object().put("lazy", true);
    assertEquals(
        Json.object().put("filter_id", "1"), replica.accept(new StoreFilter(SOONBOK, lazy)));
    assertEquals(
        Json.object().put("filter_id", "2"),
        replica.accept(new StoreFilter(SOONBOK, Json.object())));
    assertEquals(
        Json.object().put("filter_id", "1"), replica.accept(new StoreFilter(SOONBOK, lazy)));
    assertEquals(
        Json.object().put("filter_id", "1"),
        replica.accept(new StoreFilter(GILDONG, Json.object())));
    assertEquals(lazy, data.filter(SOONBOK, 1).orElseThrow());
    assertEquals(Json.object(), data.filter(GILDONG, 1).orElseThrow());
    assertTrue(data.filter(GILDONG, 2).isEmpty());
  }

  @Test
  void filtersOfAUserAreLimited() {
    for (int i = 0; i < 1_000; i++) {
      replica.accept(new StoreFilter(SOONBOK, Json.object().put("n", i)));
    }
    assertEquals(
        Refusal.LIMIT_REACHED,
        replica.refuse(new StoreFilter(SOONBOK, Json.object().put("n", 1_000))));
    assertEquals(
        Json.object().put("filter_id", "8"),
        replica.accept(new StoreFilter(SOONBOK, Json.object().put("n", 7))));
    replica.accept(new StoreFilter(GILDONG, Json.object()));
  }

  @Test
  void anAppOnOneDeviceIsOneUsersUnlessAppended() {
    replica.accept(pusher(SOONBOK, "key", true));
    assertEquals(List.of(), replica.broadcasts());
    replica.accept(pusher(GILDONG, "key", false));
    DropPushersOfOthers drop = new DropPushersOfOthers(GILDONG, "app", "key");
    assertEquals(List.of(drop), replica.broadcasts());
    replica.accept(pusher(SOONBOK, "other key", true));
    replica.accept(drop);
    replica.accept(drop);
    assertEquals(List.of("soonbok"), pushers(SOONBOK));
    assertEquals(List.of("gildong"), pushers(GILDONG));
    assertEquals(List.of(GILDONG, SOONBOK), data.usersWithPushers());
  }

  @Test
  void aPusherIsReplacedAndRemoved() {
    replica.accept(new SetPusher(SOONBOK, PHONE, "app", "key", pusher("old"), true));
    assertEquals(
        List.of(new Change.OfPushers(SOONBOK.value())),
        replica.apply(new SetPusher(SOONBOK, LAPTOP, "app", "key", pusher("new"), true)).changes());
    assertEquals(List.of("new"), pushers(SOONBOK));
    assertEquals(1, replica.rows("pusher", SOONBOK, LAPTOP));
    SetPusher remove = new SetPusher(SOONBOK, PHONE, "app", "key", null, false);
    replica.accept(remove);
    replica.accept(remove);
    assertEquals(List.of(), pushers(SOONBOK));
    assertEquals(List.of(), replica.broadcasts());
  }

  @Test
  void sinceLevelThreeNothingIsStoredForAccountsAndDevicesThatAreGone() {
    replica.register(SOONBOK, PHONE);
    replica.accept(new ActivateLevel(3));
    replica.accept(pusher(SOONBOK, "key", true));
    replica.accept(new DeleteDevices(SOONBOK, List.of(PHONE)));
    assertEquals(Refusal.NOT_FOUND, replica.refuse(pusher(SOONBOK, "key", true)));
    assertEquals(List.of(), pushers(SOONBOK));
    replica.accept(new SetPusher(SOONBOK, PHONE, "app", "key", null, true));
    replica.accept(tag("m.favourite"));
    replica.accept(new SetAccountData(SOONBOK, null, "org.example", Json.object()));
    replica.accept(new DeactivateUser(SOONBOK, true));
    assertEquals(Refusal.NOT_FOUND, replica.refuse(tag("m.favourite")));
    assertEquals(Refusal.NOT_FOUND, replica.refuse(put("rule", null)));
    assertEquals(Refusal.NOT_FOUND, replica.refuse(new StoreFilter(SOONBOK, Json.object())));
    assertEquals(
        Refusal.NOT_FOUND,
        replica.refuse(new SetAccountData(SOONBOK, null, "org.example", Json.object())));
    assertEquals(0, replica.rows("account_data", SOONBOK));
    replica.accept(new DropPushersOfOthers(SOONBOK, "app", "key"));
  }

  @Test
  void theOldestPusherMakesRoomForTheNewest() {
    for (int i = 0; i < 101; i++) {
      replica.accept(new SetPusher(SOONBOK, PHONE, "app", "key" + i, pusher("p" + i), true));
    }
    replica.accept(pusher(GILDONG, "key", true));
    List<String> kept = pushers(SOONBOK);
    assertEquals(100, kept.size());
    assertEquals("p1", kept.getFirst());
    assertEquals("p100", kept.getLast());
    assertEquals(List.of("gildong"), pushers(GILDONG));
  }

  @Test
  void aReplayGivesTheSameDigest() {
    aPushRuleThatIsRefusedChangesNothing();
    anAppOnOneDeviceIsOneUsersUnlessAppended();
    assertArrayEquals(replica.digest(), OneReplica.digestOf(directory.resolve("001.db"), replica));
  }
}
