package org.bongsu.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.bongsu.contract.ApiFuzz.Report;
import org.bongsu.contract.FakeServer.Reply;
import org.bongsu.contract.FakeServer.Request;
import org.bongsu.contract.HostileRequests.Attack;
import org.bongsu.contract.HostileRequests.Kind;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The fuzzer finds the defects of servers that are wrong on purpose. */
class ApiFuzzTest {
  private static final FuzzMaterial MATERIAL = FuzzMaterial.of("token");

  @BeforeAll
  static void thereAreOperations() {
    Specification.require();
  }

  @Test
  void aServerThatRefusesEverythingRightlyPasses() {
    try (FakeServer fake = new FakeServer(ApiFuzzTest::refuse)) {
      Report report = new ApiFuzz(fake.url(), MATERIAL).also("POST", "/_synapse/x").run(7, 200);
      assertEquals(200, report.requests());
      assertTrue(report.statuses().get(400) > 100, report::toString);
    }
  }

  @Test
  void aFailureIsCaughtWithSeedAndCommand() {
    String message =
        failure(r -> when(r, r.body().contains("\"\""), Reply.error(500, "M_UNKNOWN")));
    assertTrue(message.contains("status 500"), message);
    assertTrue(message.contains("-Dfuzz.seed=7 -Dfuzz.only="), message);
    assertTrue(message.contains(getClass().getName() + "#aFailureIsCaught"), message);
  }

  @Test
  void aHangIsCaught() {
    String message = failure(r -> when(r, r.method().equals("PATCH"), Reply.never()));
    assertTrue(message.contains("no answer within"), message);
  }

  @Test
  void anExceptionThatNobodyHandlesIsCaught() {
    String message =
        failure(r -> {
          if (r.method().equals("DELETE")) {
            throw new IllegalStateException("broken on purpose");
          }
          return refuse(r);
        });
    assertTrue(message.contains("unhandled inside of the server"), message);
    assertTrue(message.contains("broken on purpose"), message);
  }

  @Test
  void aStackTraceIsCaught() {
    Reply trace =
        Reply.json(
            400, "{\"errcode\":\"M_UNKNOWN\",\"error\":\"x.SomeException at org.bongsu.X(1)\"}");
    assertTrue(failure(r -> when(r, r.body().length() > 1, trace)).contains("shows its inside"));
  }

  @Test
  void aMissingCorsHeaderIsCaught() {
    Reply bare = Reply.error(400, "M_BAD_JSON").without("Access-Control-Allow-Origin");
    assertTrue(failure(r -> when(r, true, bare)).contains("CORS"));
  }

  @Test
  void acceptingWhatIsNotJsonIsCaught() {
    String message = failure(r -> when(r, r.path().endsWith("/filter"), ok()), "defineFilter");
    assertTrue(message.contains("accepted what isn't a JSON object"), message);
  }

  private static Reply ok() {
    return Reply.json(200, "{\"filter_id\":\"1\"}");
  }

  @Test
  void anAnswerAgainstTheSchemaIsCaught() {
    String message = failure(r -> when(r, true, Reply.json(200, "{}")), "defineFilter");
    assertTrue(message.contains("filter_id"), message);
  }

  @Test
  void aLostTokenIsCaught() {
    AssertionError error =
        assertThrows(
            AssertionError.class,
            () ->
                fuzz(
                    r ->
                        r.path().endsWith("/whoami")
                            ? Reply.error(401, "M_UNKNOWN_TOKEN")
                            : refuse(r),
                    5));
    assertTrue(error.getMessage().contains("token is no longer good"), error.getMessage());
  }

  @Test
  void everyKindAndEveryOperationComesAndASeedRepeats() {
    List<Operation> operations = Specification.require().operations();
    HostileRequests first = new HostileRequests(operations, MATERIAL, 3);
    HostileRequests again = new HostileRequests(operations, MATERIAL, 3);
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    Set<String> ids = new java.util.HashSet<>();
    for (int i = 0; i < 4 * operations.size(); i++) {
      Attack attack = first.attack(i);
      kinds.add(attack.kind());
      ids.add(attack.operation().id());
      if (i < operations.size()) {
        assertArrayEquals(attack.bytes(), again.attack(i).bytes());
      }
    }
    assertEquals(EnumSet.allOf(Kind.class), kinds);
    assertEquals(operations.size(), ids.size());
  }

  @Test
  void harmlessBodiesSatisfyTheRequestSchemas() {
    List<String> wrong = new java.util.ArrayList<>();
    for (Operation operation : Specification.require().operations()) {
      operation
          .body()
          .flatMap(Operation.Body::schema)
          .ifPresent(schema -> {
            Samples samples = new Samples(MATERIAL, new java.util.SplittableRandom(1));
            SchemaCheck.errors(SchemaCheck.compile(schema), samples.of(schema))
                .forEach(e -> wrong.add(operation.id() + e));
          });
    }
    assertEquals(List.of(), wrong);
  }

  private static Reply refuse(Request request) {
    return when(request, true, Reply.error(400, "M_BAD_JSON"));
  }

  /** Answers the fuzzer's own requests correctly, and all others as given, or with 400. */
  private static Reply when(Request request, boolean condition, Reply reply) {
    boolean right = request.authorization().equals("Bearer token");
    if (request.method().equals("GET") && request.path().equals("/_matrix/client/versions")) {
      return Reply.json(200, "{\"versions\":[\"v1.1\"]}");
    }
    if (request.method().equals("GET") && request.path().endsWith("/whoami") && right) {
      return Reply.json(200, "{\"user_id\":\"@user:test\"}");
    }
    return condition ? reply : Reply.error(400, "M_BAD_JSON");
  }

  private static Report fuzz(Function<Request, Reply> server, int requests, String... only) {
    try (FakeServer fake = new FakeServer(server)) {
      ApiFuzz fuzz = new ApiFuzz(fake.url(), MATERIAL).within(Duration.ofSeconds(2));
      return (only.length == 0 ? fuzz : fuzz.only(only)).run(7, requests);
    }
  }

  private static String failure(Function<Request, Reply> server, String... only) {
    return assertThrows(AssertionError.class, () -> fuzz(server, 200, only)).getMessage();
  }
}
