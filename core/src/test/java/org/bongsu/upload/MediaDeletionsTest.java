package org.bongsu.upload;

import static org.bongsu.upload.MediaDeletions.State.DELETED;
import static org.bongsu.upload.MediaDeletions.State.KEPT;
import static org.bongsu.upload.MediaDeletions.State.UNDECIDED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.bongsu.command.MediaCommand.RedactMedia;
import org.bongsu.command.MediaCommand.ReferencesFound;
import org.bongsu.command.MediaCommand.ReserveMedia;
import org.bongsu.command.MediaCommand.StoreMedia;
import org.bongsu.command.MediaCommand.Surveyed;
import org.bongsu.command.Refusal;
import org.bongsu.command.RoomCommand;
import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.command.UserCommand;
import org.bongsu.event.EventTypes;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.testing.ManyShards;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What deletes media and what keeps it, over several shards. */
class MediaDeletionsTest {
  private static final UserId SOONBOK = new UserId("@soonbok:localhost");
  private static final UserId GILDONG = new UserId("@gildong:localhost");
  private static final RoomId ROOM = new RoomId("!봉수대:localhost");
  private static final String SHA256 = "ab".repeat(32);
  private static final long DAY_MILLIS = 24L * 60 * 60 * 1000;

  @TempDir Path directory;
  @TempDir Path olderDirectory;
  private ManyShards shards;

  @BeforeEach
  void open() {
    shards = new ManyShards(directory, 3);
    shards.activateNewest();
    begin();
  }

  private void begin() {
    shards.accept(new UserCommand.RegisterUser(SOONBOK, null, false, null));
    shards.accept(new UserCommand.RegisterUser(GILDONG, null, false, null));
    createRoom(ROOM);
  }

  @AfterEach
  void close() {
    shards.close();
  }

  private void createRoom(RoomId room) {
    shards.accept(
        new RoomCommand.CreateRoom(
            room,
            SOONBOK,
            "11",
            false,
            1,
            List.of(
                new NewEvent(EventTypes.CREATE, "", Json.object().put("room_version", "11")),
                new NewEvent(
                    EventTypes.MEMBER, SOONBOK.value(), Json.object().put("membership", "join")),
                new NewEvent(
                    EventTypes.JOIN_RULES, "", Json.object().put("join_rule", "public")))));
    send(
        room, GILDONG, EventTypes.MEMBER, GILDONG.value(), Json.object().put("membership", "join"));
  }

  /** A room on another shard than an entity. */
  private RoomId elsewhere(String entity) {
    RoomId room =
        Stream.iterate(1, n -> n + 1)
            .map(n -> new RoomId("!room" + n + ":localhost"))
            .filter(one -> shards.map().shardOf(one.value()) != shards.map().shardOf(entity))
            .findFirst()
            .orElseThrow();
    createRoom(room);
    return room;
  }

  private String mediaId(UserId user, int number) {
    Iterator<String> drawn = Stream.iterate("photo" + number + "-0", one -> one + "0").iterator();
    return shards.map().idOnShardOf(user.value(), drawn::next);
  }

  private String upload(UserId user, int number) {
    String mediaId = mediaId(user, number);
    shards.accept(new StoreMedia(mediaId, user, SHA256, 7, "image/png", "사진.png", false));
    return mediaId;
  }

  private EventId send(
      RoomId room, UserId sender, String type, @Nullable String stateKey, ObjectNode content) {
    RoomCommand.SendEvent send =
        new RoomCommand.SendEvent(
            room, sender, null, null, new NewEvent(type, stateKey, content), null);
    return new EventId(shards.accept(send).result().path("event_id").asString());
  }

  private static ObjectNode photo(String mediaId) {
    return Json.object().put("msgtype", "m.image").put("url", "mxc://localhost/" + mediaId);
  }

  private EventId send(RoomId room, UserId sender, String mediaId) {
    return send(room, sender, EventTypes.MESSAGE, null, photo(mediaId));
  }

  private void redact(RoomId room, UserId sender, EventId event) {
    shards.accept(new RoomCommand.RedactEvent(room, sender, null, null, event, Json.object()));
  }

  private MediaDeletions.State state(String mediaId) {
    return UploadApply.find(shards.store(mediaId), mediaId).orElseThrow().state();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'url':'mxc://localhost/%s'}",
        "{'info':{'thumbnail_url':'mxc://localhost/%s'}}",
        "{'formatted_body':'<img src=\\'mxc://localhost/%s\\'>'}",
        "{'test.album':[{'pictures':['mxc://localhost/%s']}]}"
      })
  void theSendersRedactionDeletesWhatNothingElseRefersTo(String form) {
    String mediaId = upload(SOONBOK, 1);
    ObjectNode content =
        Json.object(form.formatted(mediaId).replace('\'', '"').replace("\\\"", "'"));
    EventId sent = send(elsewhere(mediaId), SOONBOK, EventTypes.MESSAGE, null, content);
    shards.settle();
    assertEquals(KEPT, state(mediaId));
    RoomId room = roomOf(sent);
    redact(room, SOONBOK, sent);
    shards.deliverFrom(shards.map().shardOf(room.value()));
    assertEquals(UNDECIDED, state(mediaId)); // this is what the acknowledgement waits for
    shards.settle();
    assertEquals(DELETED, state(mediaId));
    UploadApply.Upload gone = UploadApply.find(shards.store(mediaId), mediaId).orElseThrow();
    assertEquals(null, gone.fileName());
    assertEquals(
        List.of(SHA256),
        MediaDeletions.deletedFrom(shards.store(mediaId), 0, 10).stream()
            .map(MediaDeletions.Deleted::sha256)
            .toList());
  }

  private RoomId roomOf(EventId event) {
    return shards.stores().stream()
        .flatMap(db -> new org.bongsu.room.Rooms(db).event(event).stream())
        .findFirst()
        .orElseThrow()
        .roomId();
  }

  @Test
  void aModeratorsRedactionDeletesItToo() {
    String mediaId = upload(GILDONG, 1);
    EventId sent = send(ROOM, GILDONG, mediaId);
    redact(ROOM, SOONBOK, sent);
    shards.settle();
    assertEquals(DELETED, state(mediaId));
  }

  @Test
  void aForwardedPhotoStaysUntilItsLastMessageIsRedacted() {
    String mediaId = upload(SOONBOK, 1);
    EventId sent = send(ROOM, SOONBOK, mediaId);
    RoomId other = elsewhere(ROOM.value());
    EventId forwarded = send(other, GILDONG, mediaId);
    redact(ROOM, SOONBOK, sent);
    shards.settle();
    assertEquals(KEPT, state(mediaId));
    redact(other, GILDONG, forwarded);
    shards.settle();
    assertEquals(DELETED, state(mediaId));
  }

  @Test
  void aPhotoThatIsSentAgainAfterItsDeletionStaysDeleted() {
    String mediaId = upload(SOONBOK, 1);
    redact(ROOM, SOONBOK, send(ROOM, SOONBOK, mediaId));
    shards.settle();
    send(ROOM, GILDONG, mediaId);
    send(ROOM, SOONBOK, mediaId);
    shards.settle();
    assertEquals(DELETED, state(mediaId));
    assertEquals(
        Refusal.CONFLICT,
        shards.refuse(new StoreMedia(mediaId, SOONBOK, SHA256, 7, "image/png", null, false)));
    assertEquals(
        Refusal.NOT_FOUND,
        shards.refuse(new StoreMedia(mediaId, SOONBOK, SHA256, 7, "image/png", null, true)));
  }

  @Test
  void nobodyDeletesWhatSomebodyElseUploaded() {
    String mediaId = upload(SOONBOK, 1); // sent in an encrypted chat, say
    redact(ROOM, GILDONG, send(ROOM, GILDONG, mediaId));
    shards.settle();
    assertEquals(KEPT, state(mediaId));
    assertEquals(Refusal.FORBIDDEN, shards.refuse(new RedactMedia(mediaId, GILDONG)));
    assertEquals(KEPT, state(mediaId));
  }

  @Test
  void equalBytesOfAnotherUploadStay() {
    String own = upload(SOONBOK, 1);
    String others = upload(GILDONG, 2);
    EventId sent = send(ROOM, SOONBOK, own);
    send(ROOM, GILDONG, others);
    redact(ROOM, SOONBOK, sent);
    shards.settle();
    assertEquals(DELETED, state(own));
    assertEquals(KEPT, state(others));
  }

  @Test
  void anEditsPhotoGoesWithTheMessage() {
    String first = upload(SOONBOK, 1);
    String second = upload(SOONBOK, 2);
    EventId sent = send(ROOM, SOONBOK, first);
    ObjectNode edit = photo(second);
    edit.set("m.new_content", photo(second));
    edit.putObject("m.relates_to").put("rel_type", "m.replace").put("event_id", sent.value());
    send(ROOM, SOONBOK, EventTypes.MESSAGE, null, edit);
    redact(ROOM, SOONBOK, sent);
    shards.settle();
    assertEquals(DELETED, state(first));
    assertEquals(DELETED, state(second));
  }

  @Test
  void anAttachmentEncryptedForAnotherChatStays() {
    String mediaId = upload(SOONBOK, 1);
    ObjectNode content = Json.object().put("msgtype", "m.image");
    content
        .putObject("file")
        .put("url", "mxc://localhost/" + mediaId)
        .put("iv", "iv")
        .putObject("key")
        .put("k", "secret");
    redact(ROOM, SOONBOK, send(ROOM, SOONBOK, EventTypes.MESSAGE, null, content));
    shards.settle();
    assertEquals(KEPT, state(mediaId));
    shards.accept(new RedactMedia(mediaId, SOONBOK));
    assertEquals(DELETED, state(mediaId));
    shards.accept(new RedactMedia(mediaId, SOONBOK));
  }

  @Test
  void aProfilesPhotoAndAStickerPacksStay() {
    String avatar = upload(SOONBOK, 1);
    String sticker = upload(SOONBOK, 2);
    setAvatar(avatar);
    shards.accept(new UserCommand.SetAccountData(SOONBOK, null, "test.stickers", photo(sticker)));
    EventId one = send(ROOM, SOONBOK, avatar);
    EventId two = send(ROOM, SOONBOK, sticker);
    redact(ROOM, SOONBOK, one);
    redact(ROOM, SOONBOK, two);
    shards.settle();
    assertEquals(KEPT, state(avatar));
    assertEquals(KEPT, state(sticker));
    shards.accept(new UserCommand.SetAccountData(SOONBOK, null, "test.stickers", Json.object()));
    shards.settle();
    assertEquals(DELETED, state(sticker));
  }

  private void setAvatar(String mediaId) {
    JsonNode address = JsonNodeFactory.instance.stringNode("mxc://localhost/" + mediaId);
    shards.accept(new UserCommand.SetProfileField(SOONBOK, "avatar_url", address));
  }

  @Test
  void anAvatarThatWasReplacedStaysWhileTheUploaderHasNotGivenItUp() {
    String avatar = upload(SOONBOK, 1);
    setAvatar(avatar);
    setAvatar("another");
    shards.settle();
    assertEquals(KEPT, state(avatar));
  }

  @Test
  void anErasedAccountsUploadsGoUnlessOthersReferToThem() {
    String sent = upload(SOONBOK, 1);
    String unseen = upload(SOONBOK, 2); // in an encrypted chat, perhaps
    String forwarded = upload(SOONBOK, 3);
    String ofRoom = upload(SOONBOK, 4);
    String others = upload(GILDONG, 5);
    send(ROOM, SOONBOK, sent);
    RoomId other = elsewhere(ROOM.value());
    send(other, SOONBOK, forwarded);
    EventId forward = send(other, GILDONG, forwarded);
    send(ROOM, SOONBOK, EventTypes.AVATAR, "", photo(ofRoom));
    send(ROOM, GILDONG, others);
    shards.accept(new UserCommand.DeactivateUser(SOONBOK, true));
    for (String own : List.of(sent, unseen, forwarded, ofRoom)) {
      assertEquals(UNDECIDED, state(own));
    }
    shards.settle();
    assertEquals(DELETED, state(sent));
    assertEquals(DELETED, state(unseen));
    assertEquals(KEPT, state(forwarded));
    assertEquals(KEPT, state(ofRoom));
    assertEquals(KEPT, state(others));
    redact(other, GILDONG, forward);
    shards.settle();
    assertEquals(DELETED, state(forwarded));
    assertEquals(
        Refusal.NOT_FOUND,
        shards.refuse(
            new StoreMedia(mediaId(SOONBOK, 6), SOONBOK, SHA256, 7, "image/png", null, false)));
  }

  @Test
  void manyUploadsOfAnErasedAccountGoInParts() {
    int count = MediaDeletions.ERASED_AT_ONCE + 1;
    for (int i = 0; i < count; i++) {
      upload(SOONBOK, 1000 + i);
    }
    shards.accept(new UserCommand.DeactivateUser(SOONBOK, true));
    assertEquals(count - 1, rows("UNDECIDED"));
    shards.settle();
    assertEquals(count, rows("DELETED"));
  }

  private long rows(String state) {
    return shards
        .store(SOONBOK.value())
        .number("SELECT COUNT(*) FROM media_deletion WHERE state = ?", state)
        .orElseThrow();
  }

  @Test
  void deactivationWithoutErasureKeepsUploads() {
    String mediaId = upload(SOONBOK, 1);
    send(ROOM, SOONBOK, mediaId);
    shards.accept(new UserCommand.DeactivateUser(SOONBOK, false));
    shards.settle();
    assertEquals(KEPT, state(mediaId));
  }

  @Test
  void anAnswerToAnEarlierSearchDecidesNothing() {
    String mediaId = upload(SOONBOK, 1);
    EventId first = send(ROOM, SOONBOK, mediaId);
    EventId second = send(ROOM, SOONBOK, mediaId);
    redact(ROOM, SOONBOK, first);
    redact(ROOM, SOONBOK, second);
    shards.deliverFrom(shards.map().shardOf(ROOM.value()));
    shards.accept(new ReferencesFound(List.of(new Surveyed(mediaId, 0, "", 1, true))));
    assertEquals(UNDECIDED, state(mediaId));
    shards.settle();
    assertEquals(DELETED, state(mediaId));
  }

  @Test
  void aReservedMediaIdCanBeGivenUp() {
    shards.accept(new ReserveMedia("reserved", SOONBOK, Long.MAX_VALUE));
    shards.accept(new RedactMedia("reserved", SOONBOK));
    assertEquals(
        Refusal.NOT_FOUND,
        shards.refuse(new StoreMedia("reserved", SOONBOK, SHA256, 7, "image/png", null, true)));
  }

  private void beginAtTheOldestLevel() {
    shards.close();
    shards = new ManyShards(olderDirectory, 3);
    begin();
  }

  @Test
  void referencesFromBeforeAreRecordedWithTheLevel() {
    beginAtTheOldestLevel();
    String sent = upload(SOONBOK, 1);
    EventId event = send(ROOM, SOONBOK, sent);
    String forwarded = upload(SOONBOK, 2);
    EventId original = send(ROOM, SOONBOK, forwarded);
    send(elsewhere(ROOM.value()), GILDONG, forwarded);
    String avatar = upload(SOONBOK, 3);
    setAvatar(avatar);
    EventId shown = send(ROOM, SOONBOK, avatar);
    String sticker = upload(SOONBOK, 4);
    shards.accept(new UserCommand.SetAccountData(SOONBOK, null, "test.stickers", photo(sticker)));
    EventId stuck = send(ROOM, SOONBOK, sticker);
    shards.settle();
    shards.activateNewest();
    for (EventId own : List.of(event, original, shown, stuck)) {
      redact(ROOM, SOONBOK, own);
    }
    shards.settle();
    assertEquals(DELETED, state(sent));
    assertEquals(KEPT, state(forwarded));
    assertEquals(KEPT, state(avatar));
    assertEquals(KEPT, state(sticker));
  }

  /** There, the references from before level 4 are not recorded: media may be in use anywhere. */
  @Test
  void mediaFromBeforeStaysIfAShardIsLarge() {
    beginAtTheOldestLevel();
    String older = upload(SOONBOK, 1);
    EventId sent = send(ROOM, SOONBOK, older);
    shards
        .stores()
        .getFirst()
        .execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i <= 100000)"
                + " INSERT INTO event (ordering, room, event_id, sender, type, time, depth,"
                + " content, auth) SELECT -i, 0, CAST(i AS BLOB), 0, 'test', 0, 0, '{}', '' FROM n");
    shards.activateNewest();
    redact(ROOM, SOONBOK, sent);
    shards.settle();
    assertEquals(KEPT, state(older));
    shards.at(shards.now() + 2 * DAY_MILLIS);
    String newer = upload(SOONBOK, 2);
    redact(ROOM, SOONBOK, send(ROOM, SOONBOK, newer));
    shards.settle();
    assertEquals(DELETED, state(newer));
    shards.accept(new UserCommand.DeactivateUser(SOONBOK, true));
    shards.settle();
    assertEquals(DELETED, state(older));
  }
}
