package org.bongsu.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.bongsu.command.RoomCommand.NewEvent;
import org.bongsu.id.EventId;
import org.bongsu.id.RoomId;
import org.bongsu.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SearchIndexTest {
  @TempDir Path directory;
  private SearchedShard shard;

  @BeforeEach
  void open() {
    shard = new SearchedShard(directory);
    shard.createRoom(SearchedShard.ROOM);
  }

  @AfterEach
  void close() {
    shard.close();
  }

  @Test
  void messagesAreFoundNewestFirst() {
    shard.say("봉수대에 불을 피웠다");
    shard.say("오늘은 안개가 짙다");
    shard.say("남산봉수대에서 답이 왔다");
    assertEquals(List.of("남산봉수대에서 답이 왔다", "봉수대에 불을 피웠다"), shard.find("봉수"));
    assertEquals(List.of("오늘은 안개가 짙다"), shard.find("안개"));
    assertEquals(List.of(), shard.find("연기"));
  }

  @Test
  void decomposedTextAndQueryMeet() {
    shard.say(Normalizer.normalize("봉수대", Normalizer.Form.NFD));
    shard.say("횃불");
    assertEquals(1, shard.find("봉수").size());
    assertEquals(List.of("횃불"), shard.find(Normalizer.normalize("횃불", Normalizer.Form.NFD)));
  }

  /** Every substring of two or more characters, compared with a scan of all texts. */
  @Test
  void resultsAreThoseOfReadingEverything() {
    long seed = 1592;
    Random random = new Random(seed);
    String alphabet = "봉수대불연기ab12 ";
    List<String> said = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = 3 + random.nextInt(20); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      said.add(text.toString());
      shard.say(text.toString());
    }
    Collections.reverse(said);
    for (int i = 0; i < 300; i++) {
      String source = said.get(random.nextInt(said.size())).strip();
      int from = random.nextInt(Math.max(1, source.length() - 1));
      String part = source.substring(from, Math.min(source.length(), from + 2 + random.nextInt(4)));
      if (part.contains(" ") || part.length() < 2) {
        continue;
      }
      List<String> expected = said.stream().filter(text -> text.contains(part)).toList();
      assertEquals(expected, shard.find(part), () -> part + ", seed " + seed);
    }
  }

  @Test
  void onlyTheRoomsAskedForAreSearched() {
    RoomId other = new RoomId("!남산:localhost");
    shard.createRoom(other);
    shard.say("봉수대");
    shard.send(other, "m.room.message", null, Json.object().put("body", "봉수군"));
    assertEquals(List.of("봉수대"), shard.find("봉수"));
    assertEquals(List.of("봉수군"), shard.find("봉수", other, Set.of(SearchKey.BODY)));
  }

  @Test
  void namesAndTopicsOfOneEntryAreFoundEachByItsKey() {
    RoomId room = new RoomId("!이름:localhost");
    shard.createRoom(
        room,
        new NewEvent("m.room.name", "", Json.object().put("name", "봉수 연락방")),
        new NewEvent("m.room.topic", "", Json.object().put("topic", "봉수 올리는 순서")));
    assertEquals(List.of("봉수 연락방"), shard.find("봉수", room, Set.of(SearchKey.NAME)));
    assertEquals(List.of("봉수 올리는 순서"), shard.find("봉수", room, Set.of(SearchKey.TOPIC)));
    assertEquals(List.of(), shard.find("봉수", room, Set.of(SearchKey.BODY)));
    assertEquals(2, shard.find("봉수", room, Set.of(SearchKey.values())).size());
  }

  @Test
  void anEditedMessageIsFoundByItsNewestTextAlone() {
    EventId original = shard.say("내일 만나요");
    shard.edit(original, "모레 만나요");
    EventId newest = shard.edit(original, "글피 만나요");
    assertEquals(List.of(), shard.find("내일"));
    assertEquals(List.of(), shard.find("모레"));
    assertEquals(List.of("글피 만나요"), shard.find("글피"));
    assertEquals(List.of("글피 만나요"), shard.find("만나"));
    shard.redact(newest);
    assertEquals(List.of("모레 만나요"), shard.find("만나"));
    shard.redact(original);
    assertEquals(List.of(), shard.find("만나"));
  }

  @Test
  void nothingOfARedactedMessageStaysInTheIndex() {
    for (int i = 0; i < 50; i++) {
      shard.say("평범한 이야기 " + i);
    }
    EventId secret = shard.say("비밀번호 꿹뷁쀍");
    EventId other = shard.say("주소는 쓩쯍");
    for (int i = 0; i < 50; i++) {
      shard.say("평범한 이야기 " + i);
    }
    EventId edited = shard.edit(other, "주소는 끃뚥");
    assertTrue(shard.terms().contains("꿹뷁"));
    assertFalse(shard.terms().contains("쓩쯍"), "the edit took it out");
    shard.redact(secret);
    shard.redact(edited);
    shard.redact(other);
    for (String gone : List.of("꿹", "뷁", "쀍", "쓩", "쯍", "끃", "뚥")) {
      assertTrue(shard.terms().stream().noneMatch(term -> term.contains(gone)), gone);
      assertFalse(inIndexBytes(gone), gone);
    }
    assertEquals(100, shard.find("평범").size());
    shard.db().execute("INSERT INTO search (search) VALUES ('integrity-check')");
  }

  private boolean inIndexBytes(String text) {
    byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
    return shard.db().list("SELECT block FROM search_data", row -> row.getBytes(1)).stream()
        .anyMatch(block -> contains(block, wanted));
  }

  private static boolean contains(byte[] block, byte[] wanted) {
    String latin = new String(block, StandardCharsets.ISO_8859_1);
    return latin.contains(new String(wanted, StandardCharsets.ISO_8859_1));
  }

  @Test
  void encryptedRoomsLeaveNothingInTheIndex() {
    shard.say("아직 열린 방");
    shard.send(
        SearchedShard.ROOM,
        "m.room.encryption",
        "",
        Json.object().put("algorithm", "m.megolm.v1.aes-sha2"));
    Set<String> before = shard.terms();
    EventId plain = shard.say("이제 잠긴 방");
    shard.send(
        SearchedShard.ROOM,
        "m.room.encrypted",
        null,
        Json.object().put("ciphertext", "본문").put("body", "본문"));
    shard.edit(plain, "다시 잠긴 방");
    shard.redact(plain);
    assertEquals(before, shard.terms());
    assertEquals(List.of("아직 열린 방"), shard.find("방"));
  }

  @Test
  void contentOfWrongTypesIsLeftOut() {
    shard.send(SearchedShard.ROOM, "m.room.message", null, Json.object().put("body", 12));
    shard.send(SearchedShard.ROOM, "m.room.message", null, Json.object());
    shard.send(SearchedShard.ROOM, "m.room.name", "", Json.object().put("name", ""));
    EventId empty = shard.say("");
    shard.redact(empty);
    shard.say("a".repeat(30_000) + "봉수");
    assertEquals(1, shard.find("봉수").size());
    shard.db().execute("INSERT INTO search (search) VALUES ('integrity-check')");
  }
}
