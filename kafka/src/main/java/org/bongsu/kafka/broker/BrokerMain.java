package org.bongsu.kafka.broker;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The broker's process: {@code BrokerMain server.properties CLUSTER-ID}. Formats the directory
 * where it is new, and then is Kafka. Its standard input is a pipe from its parent, on which
 * nothing is ever written: when it ends, the parent has ended, by whatever signal, and so does this
 * process.
 */
public final class BrokerMain {
  /** As after SIGKILL: whoever looks sees that it was not asked to stop. */
  private static final int ORPHANED = 137;

  private BrokerMain() {}

  public static void main(String[] arguments) {
    Thread.ofPlatform().daemon().name("parent-watch").start(BrokerMain::endWithParent);
    String properties = arguments[0];
    int formatted = format(properties, arguments[1]);
    if (formatted != 0) {
      System.exit(formatted);
    }
    kafka.Kafka.main(new String[] {properties});
  }

  /** Kafka's status: 0 where the directory can be used. */
  static int format(String properties, String clusterId) {
    String[] format = {
      "format", "--cluster-id", clusterId, "--config", properties, "--ignore-formatted"
    };
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    return kafka.tools.StorageTool.execute(format, out);
  }

  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException gone) {
      // The same as its end.
    }
    Runtime.getRuntime().halt(ORPHANED);
  }
}
