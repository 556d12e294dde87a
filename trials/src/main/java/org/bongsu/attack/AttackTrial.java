package org.bongsu.attack;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bongsu.client.Http;
import org.bongsu.client.Readiness;
import org.bongsu.launch.FreePort;
import org.bongsu.launch.ServerProcess;

/** Attacks a real server whose limits are as shipped, one attack after the other. */
public final class AttackTrial {
  private static final Duration READY_WITHIN = Duration.ofMinutes(2);
  private static final Duration ENDED_WITHIN = Duration.ofSeconds(30);

  /** After an attack, before the next one. */
  private static final Duration QUIET = Duration.ofSeconds(1);

  private final AttackOptions options;
  private final URI url;
  private final PrintStream out;

  private AttackTrial(AttackOptions options, URI url, PrintStream out) {
    this.options = options;
    this.url = url;
    this.out = out;
  }

  /**
   * Runs a trial.
   *
   * @param directory an empty one, for the server's data and output
   */
  public static AttackResult run(AttackOptions options, Path directory, PrintStream out)
      throws IOException, InterruptedException {
    Path output = directory.resolve("server.log");
    try (ServerProcess server =
            ServerProcess.start(
                FreePort.find(),
                directory.resolve("data"),
                output,
                List.of("--registration", "open"));
        Http http = new Http()) {
      if (!new Readiness(http, server.url()).await(READY_WITHIN, () -> {})) {
        throw new IOException("the server does not start: " + Files.readString(output));
      }
      AttackResult result = new AttackTrial(options, server.url(), out).attack();
      if (!server.isAlive()) {
        throw new IOException("the server ended: " + Files.readString(output));
      }
      return result;
    }
  }

  private AttackResult attack() throws IOException, InterruptedException {
    Duration time = Duration.ofSeconds(options.seconds());
    try (Target own = new Target(url, "127.0.0.2")) {
      Bystander bystander = Bystander.settle(own);
      bystander.use(time); // warms up
      AttackResult.Felt idle = AttackResult.Felt.of(bystander.use(time));
      Map<String, AttackResult.Felt> felt = new LinkedHashMap<>();
      int address = 3;
      for (Attack attack : Attacks.named(options.attacks())) {
        out.printf("%s: %s%n", attack.name(), attack.what());
        try (Target target = new Target(url, "127.0.0." + address++)) {
          felt.put(attack.name(), during(attack, target, bystander, time));
        }
        Thread.sleep(QUIET);
      }
      return new AttackResult(idle, felt);
    }
  }

  private AttackResult.Felt during(Attack attack, Target target, Bystander bystander, Duration time)
      throws IOException, InterruptedException {
    Attack.Assault assault = attack.prepare(target);
    Thread attacker = Thread.ofVirtual().start(() -> run(assault));
    Reactions reactions = bystander.use(time);
    attacker.interrupt();
    attacker.join(ENDED_WITHIN);
    return AttackResult.Felt.of(reactions);
  }

  private void run(Attack.Assault assault) {
    try {
      assault.run();
    } catch (IOException e) {
      out.println("  the attack ended early: " + e);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
