package org.bongsu.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bongsu.id.DeviceId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.log.LogUnavailable;
import org.bongsu.shard.RevocationUnconfirmed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests of every kind, as bytes on a connection. */
class GatewayTest {
  private static final Session SESSION =
      new Session(new UserId("@minji:localhost"), new DeviceId("D"), false, "hash");

  private static final int PATIENCE_SECONDS = 30;

  private final CompletableFuture<Response> waiting = new CompletableFuture<>();
  private final CountDownLatch asked = new CountDownLatch(1);
  private Gateway gateway;

  @BeforeEach
  void start() {
    Routes routes =
        new Routes(new Protocol(GatewayTest::authenticate, GatewayTest::render))
            .speak("/dav", new Protocol(head -> null, e -> Response.xml(e.status(), "<error/>")))
            .add("PROPFIND", "/dav/{name}", Route.Access.PUBLIC, GatewayTest::rootElement)
            .add("REPORT", "/dav/{name}", Route.Access.PUBLIC, GatewayTest::rootElement)
            .add("OPTIONS", "/dav/{name}", Route.Access.PUBLIC, r -> Response.xml(200, "<dav/>"))
            .add("GET", "/zeros/{count}", Route.Access.PUBLIC, GatewayTest::zeros)
            .add("POST", "/echo", Route.Access.PUBLIC, r -> Response.json(r.json()))
            .add(
                "GET",
                "/rooms/{roomId}/state/{key}",
                Route.Access.PUBLIC,
                r ->
                    Response.json(
                        Json.object()
                            .put("room", r.pathParam("roomId"))
                            .put("key", r.pathParam("key"))
                            .put("q", r.query("q").orElse("-"))))
            .add(
                "GET",
                "/me",
                r -> Response.json(Json.object().put("user", r.session().user().value())))
            .add(
                "GET",
                "/defect",
                Route.Access.PUBLIC,
                r -> {
                  throw new IllegalStateException("secret detail");
                })
            .add(
                "GET",
                "/full",
                Route.Access.PUBLIC,
                r -> {
                  throw new LogUnavailable("no space left");
                })
            .add(
                "GET",
                "/unconfirmed",
                Route.Access.PUBLIC,
                r -> {
                  throw new RevocationUnconfirmed("a site has not followed");
                })
            .add(Route.later("GET", "/wait", Route.Access.PUBLIC, 0, request -> letWait()))
            .add(
                Route.of("POST", "/stream", Route.Access.PUBLIC, GatewayTest::count)
                    .withBodyBytesMax(300_000)
                    .streaming());
    gateway = Gateway.listen("127.0.0.1", 0, routes, ClientLimits.NONE, Admission.ALWAYS);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private static Session authenticate(RequestHead head) {
    return head.header("Authorization")
        .map(given -> {
          if (given.equals("Bearer good")) {
            return SESSION;
          }
          throw RequestError.forbidden("unknown");
        })
        .orElse(null);
  }

  /** A protocol that renders each error as its reason. */
  private static Response render(RequestError error) {
    return Response.json(
        error.status(),
        Json.object().put("reason", error.reason().name()).put("error", error.message()));
  }

  private static Response rootElement(Request request) {
    return Response.xml(
        207,
        "<%s of='%s'/>"
            .formatted(
                request.xml().getDocumentElement().getLocalName(), request.pathParam("name")));
  }

  private static Response zeros(Request request) {
    int count = Integer.parseInt(request.pathParam("count"));
    return new Response.Stream(
        200,
        Map.of(),
        "application/octet-stream",
        out -> {
          for (int i = 0; i < count; i++) {
            out.write(new byte[1000]);
          }
          if (count == 7) {
            throw new IOException("the source broke off");
          }
        });
  }

  private CompletableFuture<Response> letWait() {
    asked.countDown();
    return waiting;
  }

  private static Response count(Request request) {
    try (InputStream in = request.stream()) {
      return Response.json(
          Json.object().put("bytes", in.transferTo(java.io.OutputStream.nullOutputStream())));
    } catch (IOException e) {
      throw new RequestError(RequestError.Reason.BAD_PARAMETER, "broken off");
    }
  }

  /** Sends bytes on a new connection and returns all bytes until it is closed. */
  private String send(String head, byte[] body) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
      socket.setSoTimeout(PATIENCE_SECONDS * 1_000);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      try {
        socket.getOutputStream().write(body);
      } catch (IOException refusedMeanwhile) {
        // The response can be read nevertheless.
      }
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String get(String path, String... headers) throws IOException {
    return request("GET", path, headers);
  }

  private String request(String method, String path, String... headers) throws IOException {
    String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    return send(
        method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + more + "\r\n",
        new byte[0]);
  }

  private String post(String path, byte[] body) throws IOException {
    return send(
        "POST "
            + path
            + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
            + body.length
            + "\r\n\r\n",
        body);
  }

  private static void assertAnswers(String answer, int status, String content) {
    assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    assertTrue(answer.contains(content), answer);
    assertTrue(answer.toLowerCase().contains("access-control-allow-origin: *"), answer);
  }

  @Test
  void pathsAndQueriesAreDecodedOnce() throws IOException {
    String answer = get("/rooms/%21r%3Ax/state/a%2Fb%2525?q=%EA%B9%80+x");
    assertAnswers(answer, 200, "{\"room\":\"!r:x\",\"key\":\"a/b%25\",\"q\":\"김 x\"}");
    assertAnswers(get("/rooms/r/state/"), 200, "\"key\":\"\"");
  }

  @Test
  void aConnectionStaysWhatAProxyCanRead() throws IOException {
    String upgrade =
        """
        GET /rooms/r/state/k HTTP/1.1
        Host: x
        Connection: Upgrade, HTTP2-Settings, close
        Upgrade: h2c
        HTTP2-Settings: AAMAAABkAAQAAP__

        """;
    assertAnswers(send(upgrade.replace("\n", "\r\n"), new byte[0]), 200, "\"room\":\"r\"");
  }

  @Test
  void invalidUtf8IsRefused() throws IOException {
    assertAnswers(get("/rooms/%ff%fe/state/x"), 400, "BAD_URL");
    assertAnswers(get("/rooms/%zz/state/x"), 400, "BAD_URL");
    assertAnswers(post("/echo", new byte[] {'"', (byte) 0xff, '"'}), 400, "NOT_JSON");
  }

  @Test
  void unknownPathsAndMethodsAreUnrecognized() throws IOException {
    assertAnswers(get("/nothing"), 404, "UNKNOWN_PATH");
    assertAnswers(get("/echo"), 405, "UNKNOWN_METHOD");
    assertAnswers(request("BREW", "/echo"), 405, "UNKNOWN_METHOD");
    assertAnswers(request("OPTIONS", "/echo"), 204, "");
  }

  @Test
  void tokensAreRequiredAndChecked() throws IOException {
    assertAnswers(get("/me"), 401, "NO_CREDENTIALS");
    assertAnswers(get("/me", "Authorization: Bearer bad"), 403, "FORBIDDEN");
    assertAnswers(get("/me", "Authorization: Bearer good"), 200, "@minji:localhost");
  }

  private String send(String method, String path, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head = "%s %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n";
    return send(head.formatted(method, path, bytes.length), bytes);
  }

  @Test
  void methodsOfOtherProtocolsAndXmlAreUnderstood() throws IOException {
    String body = "<D:propfind xmlns:D='DAV:'><D:allprop/></D:propfind>";
    assertAnswers(send("PROPFIND", "/dav/%EC%B9%9C%EA%B5%AC", body), 207, "<propfind of='친구'/>");
    assertAnswers(send("REPORT", "/dav/a", "<sync-collection/>"), 207, "<sync-collection of='a'/>");
    assertAnswers(request("OPTIONS", "/dav/a"), 200, "<dav/>");
  }

  @Test
  void anErrorHasTheFormOfItsPathsProtocol() throws IOException {
    assertAnswers(send("PROPFIND", "/dav/a", "<D:propfind>"), 400, "<error/>");
    assertAnswers(get("/dav/a"), 405, "<error/>");
    assertAnswers(get("/dav/no/such"), 404, "<error/>");
    assertAnswers(get("/davos"), 404, "UNKNOWN_PATH");
  }

  @Test
  void anXmlBodyCannotReachFilesOrGrow() throws IOException {
    String file = "<!DOCTYPE a [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><a>&f;</a>";
    assertAnswers(send("PROPFIND", "/dav/a", file), 400, "<error/>");
  }

  @Test
  void aBodyIsStreamedWholeOrTheConnectionBreaks() throws IOException {
    String whole = get("/zeros/20000");
    assertAnswers(whole, 200, "");
    assertTrue(whole.length() > 20_000_000, "all of it comes: " + whole.length());
    assertTrue(whole.endsWith("0\r\n\r\n"), "with its end");
    assertTrue(!get("/zeros/7").endsWith("0\r\n\r\n"), "a part is not taken for the whole");
  }

  @Test
  void aDefectIsAnsweredWithoutItsDetails() throws IOException {
    String answer = get("/defect");
    assertAnswers(answer, 500, "DEFECT");
    assertTrue(!answer.contains("secret"), answer);
  }

  @Test
  void anOutageSaysWhenToTryAgain() throws IOException {
    String answer = get("/full");
    assertAnswers(answer, 503, "no space left");
    assertTrue(answer.matches("(?s).*Retry-After: [1-4]\r\n.*"), answer);
  }

  /** Applied here but not confirmed everywhere is no success: the client must retry. */
  @Test
  void anUnconfirmedRevocationSaysWhenToTryAgain() throws IOException {
    String answer = get("/unconfirmed");
    assertAnswers(answer, 503, "a site has not followed");
    assertTrue(answer.matches("(?s).*Retry-After: [1-4]\r\n.*"), answer);
  }

  @Test
  void aClientRefusedWhileSendingSeesTheResponse() throws IOException {
    byte[] large = new byte[32 << 20]; // more than all buffers hold
    for (String path : new String[] {"/echo", "/stream"}) {
      try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
        socket.setSoTimeout(PATIENCE_SECONDS * 1_000);
        String head = "POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n";
        socket
            .getOutputStream()
            .write(head.formatted(path, large.length).getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().write(large);
        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertAnswers(answer, 413, "TOO_LARGE");
      }
    }
  }

  @Test
  void bodiesOverTheLimitAreRefusedBeforeTheyAreRead() throws IOException {
    byte[] large = new byte[(int) Routes.BODY_BYTES_MAX + 1];
    assertAnswers(post("/echo", large), 413, "TOO_LARGE");
    assertAnswers(chunked("/echo", large), 413, "TOO_LARGE");
    assertAnswers(chunked("/stream", new byte[300_001]), 413, "TOO_LARGE");
    assertAnswers(chunked("/stream", new byte[300_000]), 200, "{\"bytes\":300000}");
  }

  private String chunked(String path, byte[] body) throws IOException {
    java.io.ByteArrayOutputStream chunks = new java.io.ByteArrayOutputStream();
    for (int from = 0; from < body.length; from += 50_000) {
      int length = Math.min(50_000, body.length - from);
      chunks.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      chunks.write(body, from, length);
      chunks.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    chunks.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return send(
        "POST "
            + path
            + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n",
        chunks.toByteArray());
  }

  @Test
  void aClientThatDisconnectsCancelsItsResponse() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
      socket
          .getOutputStream()
          .write("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertTrue(asked.await(PATIENCE_SECONDS, TimeUnit.SECONDS), "the handler was not reached");
    }
    assertThrows(
        java.util.concurrent.CancellationException.class,
        () -> waiting.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
  }

  @Test
  void aTakenPortIsNamed() {
    Gateway.PortTaken taken =
        assertThrows(
            Gateway.PortTaken.class,
            () ->
                Gateway.listen(
                    "127.0.0.1",
                    gateway.port(),
                    new Routes(),
                    ClientLimits.NONE,
                    Admission.ALWAYS));
    assertEquals(
        "cannot listen on 127.0.0.1:" + gateway.port() + ": something else listens there",
        taken.getMessage());
  }
}
