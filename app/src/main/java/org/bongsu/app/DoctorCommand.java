package org.bongsu.app;

import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.bongsu.doctor.Check;
import org.bongsu.doctor.Finding;
import org.bongsu.doctor.Look;
import org.bongsu.doctor.Seen;
import org.bongsu.doctor.SiteSeen;
import org.bongsu.json.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Checks a deployment, and says what to do. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Checks a deployment: whether sites answer and keep up, clocks, certificates, backups, disks, load;"
          + " and says what to do.",
      "The exit status is 0 if all is well, 1 if something is to be watched, 2 if something is broken,"
          + " and 3 if nothing could be checked, for example because an option is wrong."
    },
    exitCodeOnInvalidInput = DoctorCommand.CANNOT,
    exitCodeOnExecutionException = DoctorCommand.CANNOT)
final class DoctorCommand implements Callable<Integer> {
  static final int CANNOT = 3;

  @Option(
      names = "--sites",
      paramLabel = "URL,...",
      split = ",",
      defaultValue = "http://127.0.0.1:8008",
      description = "The addresses of all sites (default: ${DEFAULT-VALUE}).")
  List<URI> sites = List.of();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data directory on this machine, whose disk is checked, too.")
  @Nullable Path data;

  @Option(
      names = "--json",
      description =
          "Print JSON: {\"state\", \"findings\": [{\"state\", \"subject\", \"what\", \"advice\"}]}.")
  boolean json;

  private final Language language = Language.here();
  private final PrintStream out = Language.out();

  @Override
  public Integer call() throws InterruptedException {
    for (URI site : sites) {
      if (site.getHost() == null) {
        throw new IllegalArgumentException(
            "--sites names addresses such as http://127.0.0.1:8008, not " + site);
      }
    }
    List<SiteSeen> seen = new ArrayList<>();
    try (Look look = new Look()) {
      for (URI site : sites) {
        seen.add(look.at(site));
      }
    }
    Seen all = new Seen(seen, Optional.ofNullable(data), Instant.now());
    List<Finding> findings = Check.ALL.stream().flatMap(check -> check.look(all).stream()).toList();
    Finding.State worst =
        findings.stream()
            .map(Finding::state)
            .max(Finding.State::compareTo)
            .orElse(Finding.State.OK);
    if (json) {
      out.println(Json.text(toJson(worst, findings)));
    } else {
      findings.forEach(this::print);
    }
    return switch (worst) {
      case OK, NOT_CHECKED -> 0;
      case WATCH_OUT -> 1;
      case BROKEN -> 2;
    };
  }

  private void print(Finding finding) {
    String mark =
        switch (finding.state()) {
          case OK -> language.say("ok         ", "정상     ");
          case NOT_CHECKED -> language.say("not checked", "확인 못함");
          case WATCH_OUT -> language.say("watch out  ", "주의     ");
          case BROKEN -> language.say("BROKEN     ", "이상     ");
        };
    out.printf("%s  %-12s %s%n", mark, finding.subject(), say(finding.what()));
    if (!say(finding.advice()).isEmpty()) {
      out.println("           → " + say(finding.advice()));
    }
  }

  private String say(Finding.Said said) {
    return language.say(said.english(), said.korean());
  }

  private ObjectNode toJson(Finding.State worst, List<Finding> findings) {
    ObjectNode json = Json.object().put("state", name(worst));
    var all = json.putArray("findings");
    for (Finding finding : findings) {
      all.addObject()
          .put("state", name(finding.state()))
          .put("subject", finding.subject())
          .put("what", say(finding.what()))
          .put("advice", say(finding.advice()));
    }
    return json;
  }

  private static String name(Finding.State state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
