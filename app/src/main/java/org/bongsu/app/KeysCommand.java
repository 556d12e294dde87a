package org.bongsu.app;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.bongsu.cluster.keys.Authority;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes what sites know each other by. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a certificate authority for a deployment, and a key and certificate for each site.",
      "Each site gets DIR/NAME, as bongsu site --keys; DIR/ca-key.pem goes to none of them: keep it"
          + " safe, it is needed when a site is added or its certificate is renewed, every two"
          + " years."
    })
final class KeysCommand implements Callable<Integer> {
  @Mixin SiteNames sites = new SiteNames();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Where they go. An authority that is there already is used.")
  Path directory = Path.of("");

  @Option(
      names = "--renew",
      description =
          "Makes new ones also for sites that have some; each site takes them at a start.")
  boolean renew;

  /** Makes them for sites that have none. */
  static void makeWhereMissing(Path directory, List<String> sites) throws IOException {
    Authority authority = Authority.open(directory, Clock.systemUTC());
    for (String site : sites) {
      if (!authority.hasMade(site)) {
        authority.make(site);
      }
    }
  }

  private final Language language = Language.here();

  @Override
  public Integer call() throws Exception {
    PrintStream out = Language.out();
    List<String> names = sites.get();
    Authority authority = Authority.open(directory, Clock.systemUTC());
    for (String site : names) {
      if (renew || !authority.hasMade(site)) {
        Path made = authority.make(site);
        out.println(
            language.say(
                "For the site %s: %s".formatted(site, made), "%s 사이트용: %s".formatted(site, made)));
      } else {
        out.println(
            language.say(
                "The site %s has its keys already; --renew makes new ones".formatted(site),
                "%s 사이트에는 이미 키가 있습니다. 새로 만들려면 --renew를 쓰세요".formatted(site)));
      }
    }
    return 0;
  }
}
