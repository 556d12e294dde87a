package org.bongsu.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bongsu.api.SetClock;
import org.bongsu.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What two sites tell each other over a log in memory. */
class SiteBusTest {
  private static final int PATIENCE_SECONDS = 20;

  private final MemoryLog log = new MemoryLog(1);
  private final MemoryLog.Link link = log.link();
  private final SetClock clock = new SetClock();
  private final SiteBus here = SiteBus.start(link, "here", clock);
  private final SiteBus there = SiteBus.start(log.link(), "there", clock);
  private final BlockingQueue<ObjectNode> heard = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  private ObjectNode next() throws InterruptedException {
    return heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static ObjectNode word(String text) {
    return Json.object().put("word", text);
  }

  @Test
  void theOtherSiteHearsInOrderAndOneselfDoesNot() throws Exception {
    BlockingQueue<ObjectNode> own = new LinkedBlockingQueue<>();
    here.hear("greeting", own::add);
    there.hear("greeting", heard::add);
    here.tell("nobody listens", word("0"));
    here.tell("greeting", word("안녕"));
    here.tell("greeting", word("또 봐"));
    assertEquals(word("안녕"), next());
    assertEquals(word("또 봐"), next());
    there.tell("greeting", word("응"));
    assertEquals(word("응"), own.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
    assertNull(own.poll());
  }

  @Test
  void whatIsTakenRegularlyIsToldOnceEach() throws Exception {
    there.hear("count", heard::add);
    BlockingQueue<ObjectNode> news = new LinkedBlockingQueue<>();
    here.tellRegularly("count", () -> Optional.ofNullable(news.poll()));
    news.add(word("1"));
    news.add(word("2"));
    assertEquals(word("1"), next());
    assertEquals(word("2"), next());
  }

  @Test
  void whatIsOldOrMalformedOrNotUnderstoodIsLeftOut() throws Exception {
    there.hear(
        "greeting",
        what -> {
          if (what.path("word").asString("").isEmpty()) {
            throw new IllegalArgumentException("not understood");
          }
          heard.add(what);
        });
    link.append(0, "not JSON".getBytes(StandardCharsets.UTF_8));
    link.append(
        0,
        """
        {"from": "here", "at": %d, "told": [["greeting", {"word": "old"}]]}\
        """
            .formatted(clock.millis() - 60_000)
            .getBytes(StandardCharsets.UTF_8));
    here.tell("greeting", word(""));
    here.tell("greeting", word("new"));
    assertEquals(word("new"), next());
  }

  @Test
  void aCutIsForgottenAndWhatComesAfterItIsTold() throws Exception {
    there.hear("greeting", heard::add);
    link.cut = true;
    here.tell("greeting", word("lost"));
    assertTrue(link.refused.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS), "it was not tried");
    link.cut = false;
    here.tell("greeting", word("told"));
    assertEquals(word("told"), next());
  }
}
