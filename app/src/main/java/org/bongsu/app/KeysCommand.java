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

/** Makes the keys and certificates of sites. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a certificate authority for a deployment, and a key and certificate for each site.",
      "Copy DIR/NAME to each site, for bongsu site --keys. Keep "
          + "DIR/ca-key.pem safe and on no site: it is needed to add a site and "
          + "to renew certificates, every two years."
    })
final class KeysCommand implements Callable<Integer> {
  @Mixin SiteNames sites = new SiteNames();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The output directory. An existing authority in it is used.")
  Path directory = Path.of("");

  @Option(
      names = "--renew",
      description =
          "Makes new keys also for sites that have some; a site uses them from its next start.")
  boolean renew;

  /** Makes keys for sites that have none. */
  static void makeIfMissing(Path directory, List<String> sites) throws IOException {
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
