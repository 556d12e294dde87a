package org.bongsu.app;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.bongsu.node.Node;
import org.bongsu.node.ServerConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the server until it is told to stop. */
@Command(
    name = "serve",
    description = "Runs the messenger on this machine. This is what bongsu does without a command.")
final class ServeCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8008",
      description = "The port to listen on (default: ${DEFAULT-VALUE}).")
  int port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "The address to listen on (default: ${DEFAULT-VALUE}).")
  String host = "";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "Where everything is kept (default: ${DEFAULT-VALUE}).")
  Path data = Path.of("data");

  @Option(
      names = "--server-name",
      paramLabel = "NAME",
      defaultValue = "",
      description = "What stands behind the colon of user ids; fixed by the first start.")
  String serverName = "";

  @Option(
      names = "--registration",
      paramLabel = "open|token|closed",
      defaultValue = "closed",
      description = "Who may make an account (default: ${DEFAULT-VALUE}).")
  ServerConfig.Registration registration = ServerConfig.Registration.CLOSED;

  @Override
  public Integer call() throws Exception {
    ServerConfig config =
        ServerConfig.usual()
            .change(draft -> {
              draft.serverName = serverName;
              draft.host = host;
              draft.port = port;
              draft.data = data;
              draft.registration = registration;
            });
    Node node = Node.start(config);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(() -> {
                  node.close();
                  stopped.countDown();
                }));
    System.out.println("Bongsu serves at " + node.url());
    stopped.await();
    return 0;
  }
}
