package org.bongsu.cluster.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.bongsu.apply.ShardMap;
import org.bongsu.cluster.PeerAuthentication;
import org.bongsu.cluster.PeerHttp;
import org.bongsu.cluster.SitePlan;
import org.bongsu.cluster.checkpoint.Rebuild;
import org.bongsu.command.UserCommand;
import org.bongsu.http.Gateway;
import org.bongsu.http.Routes;
import org.bongsu.id.UserId;
import org.bongsu.log.Log;
import org.bongsu.log.LostLog;
import org.bongsu.shard.Replicas;
import org.bongsu.shard.Shards;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Site a starts, while site b listens: which log a continues, and what b accepts from operators.
 */
class LogChoiceTest {
  private static final ShardMap MAP = new ShardMap(2);
  private static final PeerAuthentication AUTHENTICATION = new PeerAuthentication("secret");

  @TempDir Path here;
  @TempDir Path there;

  private final Engine engine = new Engine();
  private final PeerHttp http = new PeerHttp(AUTHENTICATION, Optional.empty());
  private final PeerLogs logs = new PeerLogs(http);
  private LogApi api;
  private Gateway gateway;

  /** A log that can be deleted and created again. */
  private static final class Engine implements SitePlan.Engine {
    private Optional<String> id = Optional.empty();
    private long[] end = new long[MAP.count()];
    private int created;

    @Override
    public Optional<String> logId() {
      return id;
    }

    @Override
    public void createLog() {
      if (id.isEmpty()) {
        id = Optional.of("log-" + ++created);
      }
    }

    @Override
    public void beginAt(long[] positions, boolean brings) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Bounds bounds() {
      return new Bounds(new long[MAP.count()], end.clone());
    }

    @Override
    public Log shards(String of) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Log sites() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Log bus() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Log media() {
      throw new UnsupportedOperationException();
    }
  }

  @BeforeEach
  void listen() {
    api = new LogApi("b", there, MAP.count(), AUTHENTICATION);
    Routes routes = new Routes();
    api.addTo(routes);
    gateway = Gateway.listenForSites("127.0.0.1", 0, routes, Optional.empty());
  }

  @AfterEach
  void stop() {
    gateway.close();
    http.close();
  }

  private URI peer() {
    return URI.create("http://127.0.0.1:" + gateway.port());
  }

  private LogChoice.Choice choose() throws Exception {
    return choose(Optional.empty());
  }

  private LogChoice.Choice choose(Optional<long[]> begins) throws Exception {
    return new LogChoice(here, MAP.count(), begins, engine, List.of(peer()), logs, said -> {})
        .make();
  }

  /** Fills a site's directory, and returns how far its shards have applied the log. */
  private static long[] fill(Path data) throws IOException {
    try (Shards shards = Shards.openLocal(data, MAP, Clock.systemUTC())) {
      for (int i = 0; i < 20; i++) {
        shards.apply(
            new UserCommand.RegisterUser(
                new UserId("@user" + i + ":example.org"), null, false, null));
      }
    }
    return Rebuild.applied(data, MAP.count());
  }

  private static Shards openLost(Path data) throws IOException {
    return Shards.open(
        data,
        MAP,
        applied -> new LostLog(applied, "the log is missing"),
        Clock.systemUTC(),
        Replicas.NONE);
  }

  private static String why(LogChoice.Choice choice) {
    String why = assertInstanceOf(LogChoice.Choice.Lost.class, choice).why();
    assertTrue(why.endsWith("run ./bongsu recover"), why);
    return why;
  }

  private LogState state() {
    return assertInstanceOf(PeerLogs.Answer.State.class, logs.ask(peer())).state();
  }

  @Test
  void aSiteContinuesItsOwnLog() throws Exception {
    engine.end = fill(here);
    engine.id = Optional.of("old");
    LogMark.write(here, "old");
    assertEquals(new LogChoice.Choice.Continue("old"), choose());
  }

  @Test
  void aMissingLogIsNotCreatedByASiteWithData() throws Exception {
    fill(here);
    LogMark.write(here, "old");
    assertTrue(why(choose()).startsWith("the log is missing"));
    assertEquals(0, engine.created);
  }

  @Test
  void aLogThatWasCreatedAgainIsNotContinued() throws Exception {
    LogMark.write(here, "old"); // even without data
    engine.id = Optional.of("another");
    assertTrue(why(choose()).startsWith("the log was deleted and created again"));
    assertEquals(Optional.of("old"), LogMark.read(here));
  }

  @Test
  void aLogThatEndsTooEarlyIsNotContinued() throws Exception {
    engine.end = fill(here);
    engine.end[1]--;
    engine.id = Optional.of("old");
    LogMark.write(here, "old");
    assertTrue(why(choose()).startsWith("the log has lost records: shard 1 ends at position"));
  }

  @Test
  void dataOfAnEarlierVersionContinuesALogThatIsLongEnough() throws Exception {
    engine.end = fill(here);
    engine.id = Optional.of("unnamed");
    assertEquals(new LogChoice.Choice.Continue("unnamed"), choose());
    assertEquals(Optional.of("unnamed"), LogMark.read(here));
  }

  @Test
  void dataOfAnEarlierVersionDoesNotContinueAnEmptyLog() throws Exception {
    fill(here);
    engine.id = Optional.of("created again");
    assertTrue(why(choose()).startsWith("the log has lost records"));
    engine.id = Optional.empty();
    assertTrue(why(choose()).startsWith("the log is missing"));
  }

  @Test
  void theFirstStartCreatesTheLog() throws Exception {
    assertEquals(new LogChoice.Choice.Continue("log-1"), choose());
    assertEquals(Optional.of("log-1"), LogMark.read(here));
  }

  /** A deployment that was migrated from a single machine: one site has data, no site has a log. */
  @Test
  void aMigratedSiteCreatesTheLog() throws Exception {
    long[] begins = fill(here);
    assertEquals(new LogChoice.Choice.Continue("log-1"), choose(Optional.of(begins)));
  }

  @Test
  void aMigratedSiteThatHasGoneOnSinceDoesNot() throws Exception {
    long[] begins = fill(here);
    begins[0]--;
    assertTrue(why(choose(Optional.of(begins))).startsWith("the log is missing"));
  }

  /** It and the log are lost together: it must not begin an empty deployment. */
  @Test
  void aSiteWithoutDataDoesNotBeginAnewWhileAnotherHasData() throws Exception {
    fill(there);
    LogMark.write(there, "old");
    try (Shards shards = openLost(there)) {
      api.opened(shards);
      assertTrue(why(choose()).startsWith("this site has no data, and site b has lost its log"));
      assertEquals(0, engine.created);
      engine.id = Optional.of("created again");
      assertTrue(why(choose()).startsWith("this site has no data, and site b has lost its log"));
      assertEquals(Optional.empty(), LogMark.read(here));
    }
  }

  @Test
  void aSiteWithoutDataJoinsTheLogThatAnotherFollows() throws Exception {
    fill(there);
    LogMark.write(there, "old");
    engine.id = Optional.of("old");
    try (Shards shards = Shards.openLocal(there, MAP, Clock.systemUTC())) {
      api.opened(shards);
      assertEquals(new LogChoice.Choice.Continue("old"), choose());
    }
  }

  @Test
  void aSiteReportsItsData() throws Exception {
    assertFalse(state().isOpen());
    assertFalse(state().hasData());
    long[] applied = fill(there);
    LogMark.write(there, "old");
    try (Shards shards = openLost(there)) {
      api.opened(shards);
      LogState state = state();
      assertTrue(state.isOpen());
      assertEquals("old", state.log());
      assertEquals("the log is missing", state.lost());
      for (int shard = 0; shard < applied.length; shard++) {
        assertEquals(applied[shard], state.shards().get(shard).position());
        assertEquals(
            Rebuild.stored(there, shard).orElseThrow().digest(),
            state.shards().get(shard).digest());
      }
      Rebuild.want(there, "it differs");
      assertFalse(state().hasData(), "data that must not be used");
    }
  }

  @Test
  void aLostSiteIsToldOfANewLog() throws Exception {
    fill(there);
    LogMark.write(there, "old");
    try (Shards shards = openLost(there)) {
      api.opened(shards);
      LogState asked = state();
      assertFalse(api.isContinued());
      logs.proceed(peer(), "new", asked, true);
      assertTrue(api.isContinued());
      assertEquals(Optional.of("new"), LogMark.read(there));
      assertTrue(state().hasData());
      logs.proceed(peer(), "new", state(), false);
      assertFalse(state().hasData(), "given up");
    }
  }

  @Test
  void aSiteThatHasNotLostItsLogKeepsIt() throws Exception {
    fill(there);
    LogMark.write(there, "old");
    try (Shards shards = Shards.openLocal(there, MAP, Clock.systemUTC())) {
      api.opened(shards);
      LogState asked = state();
      IOException refused =
          assertThrows(IOException.class, () -> logs.proceed(peer(), "new", asked, true));
      assertTrue(refused.getMessage().contains("its log is not lost"), refused.getMessage());
      assertEquals(Optional.of("old"), LogMark.read(there));
    }
  }

  @Test
  void aDecisionFromOldDataIsRefused() throws Exception {
    fill(there);
    LogMark.write(there, "old");
    try (Shards shards = openLost(there)) {
      api.opened(shards);
      LogState asked = state().withoutData();
      IOException refused =
          assertThrows(IOException.class, () -> logs.proceed(peer(), "new", asked, true));
      assertTrue(refused.getMessage().contains("its data has changed"), refused.getMessage());
      assertFalse(api.isContinued());
    }
  }

  @Test
  void strangersLearnAndChangeNothing() {
    try (PeerHttp stranger = new PeerHttp(new PeerAuthentication("guessed"), Optional.empty())) {
      String said =
          assertInstanceOf(PeerLogs.Answer.Silent.class, new PeerLogs(stranger).ask(peer())).why();
      assertTrue(said.contains("403"), said);
    }
  }
}
