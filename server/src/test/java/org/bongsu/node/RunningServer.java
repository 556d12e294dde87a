package org.bongsu.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.bongsu.contract.TestServer;
import org.bongsu.settings.ServerConfig;

/** The production server in this process, on a free port. */
public final class RunningServer implements TestServer {
  public static final String SHARED_SECRET = "비밀-shared-secret";

  private final ServerConfig config;
  private Node node;

  private RunningServer(ServerConfig config) {
    this.config = config;
    this.node = start(config);
  }

  /** Starts a server with open registration and without limits on requests. */
  public static RunningServer open(Path data) {
    return open(data, config -> config);
  }

  public static RunningServer open(Path data, UnaryOperator<ServerConfig> change) {
    ServerConfig config =
        ServerConfig.usual()
            .change(draft -> {
              draft.port = 0;
              draft.data = data;
              draft.registration = ServerConfig.Registration.OPEN;
              draft.registrationSecret = SHARED_SECRET;
              draft.limited = false;
              draft.passwordMemoryKib = 64;
              draft.uploadBytesMax = 10L << 20;
            });
    return new RunningServer(change.apply(config));
  }

  private static Node start(ServerConfig config) {
    try {
      return Node.start(config);
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

  /** Stops and starts again over the same data; the port is another one then. */
  public void restart() {
    node.close();
    node = start(config);
  }

  @Override
  public void close() {
    node.close();
  }
}
