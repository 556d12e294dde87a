package org.bongsu.matrix.rooms;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.bongsu.contract.MatrixClient;
import org.bongsu.node.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A server that the tests of a class share; each test registers its own users. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RoomsTest {
  private static final AtomicInteger PEOPLE = new AtomicInteger();

  private RunningServer server;

  @BeforeAll
  void start(@TempDir Path data) {
    server = RunningServer.open(data);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  RunningServer server() {
    return server;
  }

  /** A new user whose name begins with {@code name}. */
  MatrixClient person(String name) {
    return MatrixClient.anonymous(server.url()).registerUser(name + PEOPLE.incrementAndGet());
  }

  static String room(String template, String room, Object... more) {
    Object[] values = new Object[more.length + 1];
    values[0] = room;
    System.arraycopy(more, 0, values, 1, more.length);
    return MatrixClient.path("/rooms/{}" + template, values);
  }
}
