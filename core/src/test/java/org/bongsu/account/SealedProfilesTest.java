package org.bongsu.account;

import static org.bongsu.testing.OneReplica.GILDONG;
import static org.bongsu.testing.OneReplica.PHONE;
import static org.bongsu.testing.OneReplica.SOONBOK;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.bongsu.command.Refusal;
import org.bongsu.command.ShardCommand;
import org.bongsu.command.UserCommand;
import org.bongsu.command.UserCommand.ProfileChanged;
import org.bongsu.command.UserCommand.ReleaseProfile;
import org.bongsu.json.Json;
import org.bongsu.testing.OneReplica;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a seal hides of profiles, and how their owners show it again. */
class SealedProfilesTest {
  private static final String PHOTO = "mxc://localhost/photo";

  @TempDir Path directory;
  private OneReplica replica;

  @BeforeEach
  void open() {
    replica = new OneReplica(directory.resolve("0.db"));
    replica.accept(new ShardCommand.ActivateLevel(5));
    replica.register(GILDONG, PHONE);
    set("displayname", "길동");
    set("avatar_url", PHOTO);
    set("kr.bongsu.status", "비밀");
    replica.broadcasts();
  }

  @AfterEach
  void close() {
    replica.close();
  }

  private void set(String field, String value) {
    replica.accept(
        new UserCommand.SetProfileField(
            GILDONG, field, JsonNodeFactory.instance.stringNode(value)));
  }

  private void seal() {
    replica.accept(new ShardCommand.Seal());
  }

  private ObjectNode profile() {
    return new Accounts(replica.db()).find(GILDONG).orElseThrow().profile();
  }

  private static ObjectNode named() {
    return Json.object().put("displayname", "길동");
  }

  private static ObjectNode whole() {
    return named().put("avatar_url", PHOTO).put("kr.bongsu.status", "비밀");
  }

  private List<String> references() {
    return replica
        .db()
        .list("SELECT media_id FROM media_reference ORDER BY media_id", row -> row.getString(1));
  }

  @Test
  void onlyTheNameIsShown() {
    assertEquals(whole(), profile());
    seal();
    assertEquals(named(), profile());
    assertEquals(named(), new Accounts(replica.db()).search("길동", 10).getFirst().profile());
  }

  @Test
  void theOwnerReleasesIt() {
    seal();
    replica.accept(new ReleaseProfile(GILDONG));
    assertEquals(whole(), profile());
    assertEquals(List.of(new ProfileChanged(GILDONG, whole(), "avatar_url")), replica.broadcasts());
    replica.accept(new ReleaseProfile(GILDONG));
    assertEquals(List.of(), replica.broadcasts());
    assertEquals(Refusal.NOT_FOUND, replica.refuse(new ReleaseProfile(SOONBOK)));
  }

  @Test
  void aFieldThatIsSetIsShownAlone() {
    seal();
    set("avatar_url", "mxc://localhost/other");
    assertEquals(named().put("avatar_url", "mxc://localhost/other"), profile());
  }

  @Test
  void aFieldThatIsSetAsItWasIsShown() {
    seal();
    set("avatar_url", PHOTO);
    assertEquals(named().put("avatar_url", PHOTO), profile());
    assertEquals(1, replica.broadcasts().size());
  }

  /** Otherwise the new member events would show the photo. */
  @Test
  void aNewNameIsSentWithoutWhatIsHidden() {
    seal();
    set("displayname", "홍길동");
    ObjectNode shown = Json.object().put("displayname", "홍길동");
    assertEquals(List.of(new ProfileChanged(GILDONG, shown, "displayname")), replica.broadcasts());
  }

  @Test
  void hiddenMediaIsStillReferredTo() {
    List<String> before = references();
    assertEquals(List.of("photo"), before);
    seal();
    set("displayname", "홍길동");
    assertEquals(before, references());
    replica.accept(new UserCommand.DeactivateUser(GILDONG, false));
    assertEquals(List.of(), references());
  }

  @Test
  void newAccountsAreNotSealed() {
    seal();
    replica.register(SOONBOK, PHONE);
    replica.accept(
        new UserCommand.SetProfileField(
            SOONBOK, "kr.bongsu.status", JsonNodeFactory.instance.stringNode("여기")));
    ObjectNode profile = new Accounts(replica.db()).find(SOONBOK).orElseThrow().profile();
    assertEquals(Json.object().put("kr.bongsu.status", "여기"), profile);
  }

  @Test
  void aSecondSealHidesWhatWasReleased() {
    seal();
    replica.accept(new ReleaseProfile(GILDONG));
    seal();
    assertEquals(named(), profile());
    replica.accept(new ReleaseProfile(GILDONG));
    assertEquals(whole(), profile());
    assertArrayEquals(
        replica.digest(), OneReplica.digestOf(directory.resolve("again.db"), replica));
  }
}
