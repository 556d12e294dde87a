package org.bongsu.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bongsu.contract.TestServer;
import org.bongsu.matrix.MatrixFeature;
import org.bongsu.reach.ReachFeature;
import org.bongsu.settings.Configuration;
import org.bongsu.status.StatusFeature;

/** The production server in this process, on a free port. */
public final class RunningServer implements TestServer {
  public static final String SHARED_SECRET = "비밀-shared-secret";

  /**
   * The features that speak to Matrix clients; the web client's files are not built for these
   * tests.
   */
  public static final List<Feature> FEATURES =
      List.of(new MatrixFeature(), new ReachFeature(), new StatusFeature());

  private final Configuration config;
  private Node node;

  private RunningServer(Configuration config) {
    this.config = config;
    this.node = start(config);
  }

  /** Starts a server with open registration and without limits on requests. */
  public static RunningServer open(Path data) {
    return open(data, config -> config);
  }

  public static RunningServer open(Path data, UnaryOperator<Configuration> change) {
    Configuration config =
        Features.defaults(FEATURES)
            .with("port", "0")
            .with("data", data.toString())
            .with("registration", "open")
            .with("registration-secret", SHARED_SECRET)
            .with("limited", "false")
            .with("password-memory", "64")
            .with("upload-max", "10m");
    return new RunningServer(change.apply(config));
  }

  private static Node start(Configuration config) {
    try {
      return Node.start(config, FEATURES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public URI url() {
    return node.url();
  }

  public Node node() {
    return node;
  }

  /** Restarts with the same data, on another port. */
  public void restart() {
    node.close();
    node = start(config);
  }

  @Override
  public void close() {
    node.close();
  }
}
