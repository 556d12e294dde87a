package org.bongsu.contract;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bongsu.contract.HostileRequests.Attack;
import org.bongsu.contract.HostileRequests.Kind;
import org.bongsu.contract.RawHttp.Outcome;

/**
 * Sends hostile requests to every operation of the specification and checks the answers.
 *
 * <p>An answer is right if it comes within the time limit, has a status below 500 (or 501 or 503
 * with an errcode, or a status that the specification documents), keeps the {@link Contract}, shows
 * no stack trace, carries no smuggled header, and does not accept a body that isn't JSON. If the
 * request violates HTTP itself, closing the connection is right, too. A server in the same process
 * must not leave an exception unhandled. Afterwards the server must still answer, and the token
 * must still be valid, because otherwise later requests would have tested nothing.
 *
 * <p>Every request is determined by the seed and its number. System properties replay: {@code
 * fuzz.seed}, {@code fuzz.requests}, and {@code fuzz.only} for one number.
 */
public final class ApiFuzz {
  /**
   * No request that is sent here may legitimately wait; ten seconds is a hang even on a busy
   * machine.
   */
  private static final Duration BOUND = Duration.ofSeconds(10);

  private static final int SLOW_SENDERS = 20;
  private static final int FAILURES_MAX = 25;
  private static final int QUOTED_MAX = 600;

  private static final List<String> TRACES =
      List.of("at org.bongsu", "at java.", "at io.vertx", "org.bongsu.", "Exception", "SQLITE_");

  private final URI server;
  private final FuzzMaterial material;
  private final List<Operation> operations;
  private final Contract contract;
  private Duration bound = BOUND;

  /** Fuzzes the operations of the specification, which must be there. */
  public ApiFuzz(URI server, FuzzMaterial material) {
    Specification specification = Specification.require();
    this.server = server;
    this.material = material;
    this.operations = new ArrayList<>(specification.operations());
    this.contract = new Contract(Optional.of(specification));
  }

  /** Fuzzes an operation that isn't in the specification, too. */
  public ApiFuzz also(String method, String path) {
    operations.add(Operation.beyond(method, path));
    return this;
  }

  /** Only these operations. */
  ApiFuzz only(String... ids) {
    operations.removeIf(o -> !List.of(ids).contains(o.id()));
    return this;
  }

  ApiFuzz within(Duration other) {
    bound = other;
    return this;
  }

  /**
   * The result of a run.
   *
   * @param statuses how often each status was answered, 0 for a closed connection
   * @param reached number of operations that answered with a success at least once
   */
  public record Report(long seed, int requests, Map<Integer, Integer> statuses, int reached) {}

  /**
   * Sends {@code requests} hostile requests.
   *
   * @throws AssertionError naming each wrong answer, the seed, and the command that replays it
   */
  public Report run(long defaultSeed, int defaultRequests) {
    long seed = Long.getLong("fuzz.seed", defaultSeed);
    int requests = Integer.getInteger("fuzz.requests", defaultRequests);
    Integer only = Integer.getInteger("fuzz.only");
    HostileRequests hostile = new HostileRequests(operations, material, seed);
    Run run = new Run(seed);
    try (SlowSenders _ = new SlowSenders(server, SLOW_SENDERS);
        UnhandledErrors unhandled = new UnhandledErrors()) {
      int from = only == null ? 0 : only;
      int to = only == null ? requests : only + 1;
      for (int number = from; number < to && run.goesOn(); number++) {
        run.send(hostile.attack(number));
      }
      run.finish();
      unhandled.seen().forEach(e -> run.failures.add("unhandled inside of the server: " + e));
    }
    return run.report();
  }

  /** One run's findings. */
  private final class Run {
    private final long seed;
    private final List<String> failures = new ArrayList<>();
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private final java.util.Set<String> reached = new java.util.HashSet<>();
    private int sent;
    private boolean alive = true;

    Run(long seed) {
      this.seed = seed;
    }

    boolean goesOn() {
      return alive && failures.size() < FAILURES_MAX;
    }

    void send(Attack attack) {
      sent++;
      Outcome outcome = RawHttp.send(server, attack.bytes(), attack.pace(), bound);
      int status = outcome instanceof Outcome.Replied replied ? replied.status() : 0;
      statuses.merge(status, 1, Integer::sum);
      if (status >= 200 && status < 400 && attack.method().equals(attack.operation().method())) {
        reached.add(attack.operation().id());
      }
      List<String> wrong = judge(attack, outcome);
      if (!wrong.isEmpty()) {
        failures.add(describe(attack, outcome, wrong));
        alive = answers("/_matrix/client/versions");
      }
    }

    void finish() {
      if (!answers("/_matrix/client/versions")) {
        failures.add("the server no longer answers GET /_matrix/client/versions");
      } else if (!answers("/_matrix/client/v3/account/whoami")) {
        failures.add("the attacker's token is no longer good: what came after showed nothing");
      }
    }

    private boolean answers(String path) {
      String request =
          "GET "
              + path
              + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
              + "Authorization: Bearer "
              + material.token()
              + "\r\n\r\n";
      byte[] bytes = request.getBytes(StandardCharsets.US_ASCII);
      return RawHttp.send(server, bytes, RawHttp.Pace.AT_ONCE, bound)
              instanceof Outcome.Replied replied
          && replied.status() == 200;
    }

    private String describe(Attack attack, Outcome outcome, List<String> wrong) {
      return "#"
          + attack.number()
          + " "
          + attack.kind()
          + " "
          + attack.operation().id()
          + ": "
          + attack.method()
          + " "
          + shortened(attack.target())
          + "\n    body: "
          + shortened(new String(attack.body(), StandardCharsets.UTF_8))
          + "\n    answer: "
          + shortened(text(outcome))
          + "\n    wrong: "
          + String.join("; ", wrong)
          + "\n    replay: "
          + command(attack.number());
    }

    private String command(int number) {
      return "mvn -pl features/matrix -am test -Dsurefire.failIfNoSpecifiedTests=false -Dtest='"
          + RunningTest.name()
          + "' -Dfuzz.seed="
          + seed
          + " -Dfuzz.only="
          + number;
    }

    Report report() {
      Report report = new Report(seed, sent, Map.copyOf(statuses), reached.size());
      System.out.println(
          "ApiFuzz: seed "
              + seed
              + ", "
              + sent
              + " requests, "
              + reached.size()
              + " operations reached, statuses "
              + statuses);
      if (!failures.isEmpty()) {
        throw new AssertionError(
            failures.size()
                + " wrong answers to hostile requests, seed "
                + seed
                + "\n"
                + String.join("\n", failures));
      }
      return report;
    }
  }

  private List<String> judge(Attack attack, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Hung() -> List.of("no answer within " + bound.toSeconds() + " s");
      case Outcome.Closed(String how) ->
          attack.brokenHttp() || attack.kind() == Kind.OVERSIZED
              ? List.of()
              : List.of("closed without an answer: " + how);
      case Outcome.Replied replied -> judge(attack, replied);
    };
  }

  private List<String> judge(Attack attack, Outcome.Replied replied) {
    List<String> wrong = new ArrayList<>();
    String text = new String(replied.body(), StandardCharsets.UTF_8);
    int status = replied.status();
    boolean documented = attack.operation().responses().containsKey(status);
    if (status >= 500 && status != 501 && status != 503 && !documented) {
      wrong.add("status " + status);
    }
    TRACES.stream().filter(text::contains).forEach(t -> wrong.add("shows its inside: " + t));
    if (replied.headers().containsKey("x-injected")) {
      wrong.add("a header of the answer comes from the request");
    }
    if (attack.malformed() && status < 300) {
      wrong.add("accepted what isn't a JSON object");
    }
    if (!attack.brokenHttp()) {
      wrong.addAll(contract.errors(exchange(attack, replied)));
    }
    return wrong;
  }

  private static Contract.Exchange exchange(Attack attack, Outcome.Replied replied) {
    return new Contract.Exchange(
        attack.method(),
        attack.target(),
        new String(attack.body(), StandardCharsets.UTF_8),
        replied.status(),
        replied.headers(),
        replied.body());
  }

  private static String text(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Hung() -> "none";
      case Outcome.Closed(String how) -> how;
      case Outcome.Replied replied ->
          replied.status() + " " + new String(replied.body(), StandardCharsets.UTF_8);
    };
  }

  private static String shortened(String text) {
    String printable = text.replaceAll("\\p{Cntrl}", "?");
    return printable.length() <= QUOTED_MAX
        ? printable
        : printable.substring(0, QUOTED_MAX) + "... (" + text.length() + " characters)";
  }
}
