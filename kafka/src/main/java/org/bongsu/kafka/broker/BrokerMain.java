package org.bongsu.kafka.broker;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The broker's process: {@code BrokerMain server.properties CLUSTER-ID}. Formats the directory if
 * it is new, and then runs Kafka. Its standard input is a pipe from its parent, on which nothing is
 * ever written: end of file means that the parent has ended, for whatever reason, and this process
 * ends, too.
 */
public final class BrokerMain {
  /** The status after SIGKILL, because it was not asked to stop. */
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

  /** Kafka's exit status: 0 if the directory can be used. */
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
      // treated like the end of the input
    }
    Runtime.getRuntime().halt(ORPHANED);
  }
}
