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

/** Messages between two sites over a log in memory. */
class SiteBusTest {
  private static final int PATIENCE_SECONDS = 20;

  private final MemoryLog log = new MemoryLog(1);
  private final MemoryLog.Link link = log.link();
  private final SetClock clock = new SetClock();
  private final SiteBus here = SiteBus.start(link, "here", clock);
  private final SiteBus there = SiteBus.start(log.link(), "there", clock);
  private final BlockingQueue<ObjectNode> received = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  private ObjectNode next() throws InterruptedException {
    return received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static ObjectNode message(String text) {
    return Json.object().put("word", text);
  }

  @Test
  void onlyTheOtherSiteReceivesInOrder() throws Exception {
    BlockingQueue<ObjectNode> own = new LinkedBlockingQueue<>();
    here.subscribe("greeting", own::add);
    there.subscribe("greeting", received::add);
    here.publish("nobody listens", message("0"));
    here.publish("greeting", message("안녕"));
    here.publish("greeting", message("또 봐"));
    assertEquals(message("안녕"), next());
    assertEquals(message("또 봐"), next());
    there.publish("greeting", message("응"));
    assertEquals(message("응"), own.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
    assertNull(own.poll());
  }

  @Test
  void whatIsPublishedRegularlyArrivesOnce() throws Exception {
    there.subscribe("count", received::add);
    BlockingQueue<ObjectNode> news = new LinkedBlockingQueue<>();
    here.publishRegularly("count", () -> Optional.ofNullable(news.poll()));
    news.add(message("1"));
    news.add(message("2"));
    assertEquals(message("1"), next());
    assertEquals(message("2"), next());
  }

  @Test
  void oldOrMalformedOrUnknownMessagesAreDropped() throws Exception {
    there.subscribe(
        "greeting",
        what -> {
          if (what.path("word").stringValue().isEmpty()) {
            throw new IllegalArgumentException("not understood");
          }
          received.add(what);
        });
    link.append(0, "not JSON".getBytes(StandardCharsets.UTF_8));
    link.append(
        0,
        """
        {"from": "here", "at": %d, "told": [["greeting", {"word": "old"}]]}\
        """
            .formatted(clock.millis() - 60_000)
            .getBytes(StandardCharsets.UTF_8));
    here.publish("greeting", message(""));
    here.publish("greeting", Json.object().put("word", 1)); // no text: reading it fails
    here.publish("greeting", message("new"));
    assertEquals(message("new"), next());
  }

  @Test
  void messagesAfterAnOutageArrive() throws Exception {
    there.subscribe("greeting", received::add);
    link.cut = true;
    here.publish("greeting", message("lost"));
    assertTrue(link.refused.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS), "it was not tried");
    link.cut = false;
    here.publish("greeting", message("told"));
    assertEquals(message("told"), next());
  }
}
