package org.bongsu.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bongsu.json.Json;
import org.bongsu.testing.SetClock;
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
    here.subscribe("greeting", own::add);
    there.subscribe("greeting", heard::add);
    here.publish("nobody listens", word("0"));
    here.publish("greeting", word("안녕"));
    here.publish("greeting", word("또 봐"));
    assertEquals(word("안녕"), next());
    assertEquals(word("또 봐"), next());
    there.publish("greeting", word("응"));
    assertEquals(word("응"), own.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
    assertNull(own.poll());
  }

  @Test
  void whatIsTakenRegularlyIsToldOnceEach() throws Exception {
    there.subscribe("count", heard::add);
    BlockingQueue<ObjectNode> news = new LinkedBlockingQueue<>();
    here.publishRegularly("count", () -> Optional.ofNullable(news.poll()));
    news.add(word("1"));
    news.add(word("2"));
    assertEquals(word("1"), next());
    assertEquals(word("2"), next());
  }

  @Test
  void whatIsOldOrMalformedOrNotUnderstoodIsLeftOut() throws Exception {
    there.subscribe(
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
    here.publish("greeting", word(""));
    here.publish("greeting", word("new"));
    assertEquals(word("new"), next());
  }

  @Test
  void aCutIsForgottenAndWhatComesAfterItIsTold() throws Exception {
    there.subscribe("greeting", heard::add);
    link.cut = true;
    here.publish("greeting", word("lost"));
    assertTrue(link.refused.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS), "it was not tried");
    link.cut = false;
    here.publish("greeting", word("told"));
    assertEquals(word("told"), next());
  }
}
