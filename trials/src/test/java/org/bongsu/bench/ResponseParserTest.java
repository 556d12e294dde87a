package org.bongsu.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResponseParserTest {
  private static final String PLAIN = "HTTP/1.1 200 OK\r\ncontent-length: 6\r\nX: y\r\n\r\n봉수";
  private static final String CHUNKED =
      "HTTP/1.1 429 Too Many\r\nTransfer-Encoding: chunked\r\n\r\n3;x=1\r\n봉\r\n00a\r\n0123456789\r\n0\r\n\r\n";
  private static final String CONTINUED = "HTTP/1.1 100 Continue\r\n\r\n" + PLAIN;

  @Test
  void aResponseIsReadHoweverItIsCut() throws Exception {
    for (int piece = 1; piece < 90; piece++) {
      assertEquals("200 봉수", read(PLAIN, piece));
      assertEquals("429 봉0123456789", read(CHUNKED, piece));
      assertEquals("200 봉수", read(CONTINUED, piece));
    }
  }

  @Test
  void responsesFollowOneAnother() throws Exception {
    ResponseParser parser = new ResponseParser();
    for (int i = 0; i < 3; i++) {
      assertTrue(parser.feed(Buffer.buffer(PLAIN)));
      assertFalse(parser.closes());
      parser.reset();
    }
  }

  @Test
  void withoutALengthTheBodyEndsWithTheConnection() throws Exception {
    ResponseParser parser = new ResponseParser();
    assertFalse(parser.feed(Buffer.buffer("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabc")));
    assertTrue(parser.closed());
    assertEquals("200 abc", describe(parser));
    assertTrue(parser.closes());
  }

  @Test
  void whatIsNoHttpIsRefused() {
    for (String broken :
        new String[] {
          "SSH-2.0-x\r\n\r\n",
          PLAIN + "more",
          "HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n",
          "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n"
        }) {
      assertThrows(
          ResponseParser.ProtocolBroken.class,
          () -> new ResponseParser().feed(Buffer.buffer(broken)),
          broken);
    }
  }

  private static String read(String response, int piece) throws Exception {
    ResponseParser parser = new ResponseParser();
    byte[] bytes = response.getBytes(StandardCharsets.UTF_8);
    boolean complete = false;
    for (int from = 0; from < bytes.length; from += piece) {
      assertFalse(complete);
      int to = Math.min(bytes.length, from + piece);
      complete = parser.feed(Buffer.buffer(bytes).getBuffer(from, to));
    }
    assertTrue(complete);
    return describe(parser);
  }

  private static String describe(ResponseParser parser) {
    int length = parser.bodyTo() - parser.bodyFrom();
    return parser.status()
        + " "
        + new String(parser.bytes(), parser.bodyFrom(), length, StandardCharsets.UTF_8);
  }
}
