package org.bongsu.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A homeserver to measure. Closing it stops it if the bench launched it. */
public interface ServerUnderTest extends AutoCloseable {
  /** Base address, as in {@code http://127.0.0.1:8008}. */
  URI url();

  /** All addresses that clients may use, the first of them {@link #url}; load is spread evenly. */
  default List<URI> urls() {
    return List.of(url());
  }

  /** What replicates its writes to other machines, if anything does. */
  default Optional<Carrier> carrier() {
    return Optional.empty();
  }

  /** The process itself (not a shell around it), if it runs on this machine. */
  OptionalLong pid();

  /** Of {@code /_synapse/admin/v1/register}. */
  String sharedSecret();

  /** Its data directory, if known. */
  Optional<Path> data();

  /** Stops it deliberately and returns when the process is gone. */
  @Override
  void close();

  /** Starts servers for the bench. */
  @FunctionalInterface
  interface Launcher {
    /**
     * Starts the server's process and returns at once, without waiting until it answers: the bench
     * measures that. Every launch serves the same data directory, so that the accounts made before
     * a restart are there after it.
     *
     * @throws BenchFailed if it cannot be started
     */
    ServerUnderTest launch();

    /**
     * The same, with continuous backups to a place that every such launch continues; empty if it
     * cannot.
     */
    default Optional<ServerUnderTest> launchBackedUp() {
      return Optional.empty();
    }
  }

  /** A server that runs already and goes on when the bench is done. */
  record Running(URI url, OptionalLong pid, String sharedSecret, Optional<Path> data)
      implements ServerUnderTest {
    @Override
    public void close() {}
  }
}
