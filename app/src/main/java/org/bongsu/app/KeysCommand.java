package org.bongsu.app;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.bongsu.client.Http;
import org.bongsu.cluster.keys.Authority;
import org.bongsu.cluster.keys.SiteKeys;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes, renews and revokes the keys and certificates of sites. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    subcommands = {KeysCommand.Renew.class, KeysCommand.Revoke.class, KeysCommand.Status.class},
    description = {
      "Makes a certificate authority for a deployment, and keys and certificates for each site.",
      "Copy all files of DIR/NAME to each site, for bongsu site --keys. Keep the rest of DIR safe "
          + "and on no site, above all DIR/ca-key.pem: it is needed to add a site, and to renew and "
          + "revoke certificates. Those of sites are valid for 90 days."
    })
final class KeysCommand implements Callable<Integer> {
  private static final Language LANGUAGE = Language.here();
  private static final PrintStream OUT = Language.out();

  @Spec @Nullable CommandSpec spec;

  @Option(
      names = "--sites",
      paramLabel = "NAME,...",
      split = ",",
      description = "The sites, named as in --peers. Those that have keys keep them.")
  List<String> sites = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The output directory. An existing authority in it is used.")
  @Nullable Path directory;

  @Option(names = "--renew", description = "Makes new keys also for sites that have some.")
  boolean renew;

  /** Makes keys for sites that have none, and for those whose certificates are to be renewed. */
  static void makeIfDue(Path directory, List<String> sites) throws IOException {
    Authority authority = Authority.open(directory, Clock.systemUTC());
    for (String site : sites) {
      if (authority.isDue(site)) {
        authority.make(site);
      }
    }
  }

  @Override
  public Integer call() throws Exception {
    Path out = directory;
    if (out == null || sites.isEmpty()) {
      throw new ParameterException(
          java.util.Objects.requireNonNull(spec).commandLine(), "--sites and --out are required");
    }
    SiteNames.requireValid(sites);
    Authority authority = Authority.open(out, Clock.systemUTC());
    for (String site : sites) {
      if (renew || !authority.hasMade(site)) {
        make(authority, site);
      } else {
        say(
            "The site %s has its keys already; bongsu keys renew makes new ones".formatted(site),
            "%s 사이트에는 이미 키가 있습니다. 새로 만들려면 bongsu keys renew를 쓰세요".formatted(site));
      }
    }
    return 0;
  }

  private static void make(Authority authority, String site) throws IOException {
    Path made = authority.make(site);
    say("For the site %s: %s".formatted(site, made), "%s 사이트용: %s".formatted(site, made));
  }

  private static void say(String english, String korean) {
    OUT.println(LANGUAGE.say(english, korean));
  }

  /** The option that names the directory of an existing authority. */
  static final class Directory {
    @Option(
        names = "--out",
        paramLabel = "DIR",
        required = true,
        description = "The authority's directory, made with bongsu keys.")
    private Path path = Path.of("");

    Authority authority() {
      return Authority.openExisting(path, Clock.systemUTC());
    }
  }

  /** Makes new keys and certificates. */
  @Command(
      name = "renew",
      mixinStandardHelpOptions = true,
      description = {
        "Makes new keys and certificates for sites, valid for 90 days.",
        "Copy all files of DIR/NAME to each site again: a site that runs uses them within seconds, "
            + "without a restart. The former certificates stay valid until they expire."
      })
  static final class Renew implements Callable<Integer> {
    @Mixin Directory directory = new Directory();

    @Parameters(
        arity = "0..*",
        paramLabel = "NAME",
        description = "The sites; all if none is named.")
    List<String> sites = List.of();

    @Override
    public Integer call() throws Exception {
      Authority authority = directory.authority();
      SiteNames.requireValid(sites);
      for (String site : sites.isEmpty() ? authority.sites() : sites) {
        make(authority, site);
      }
      return 0;
    }
  }

  /** Revokes certificates, and tells the sites. */
  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = {
        "Revokes all certificates that were made for a site, for example because the site was lost.",
        "The other sites and their brokers then refuse them, and end connections with them. Name a "
            + "site that runs with --at: it takes the revocation list (DIR/crl.pem) at once and the "
            + "others fetch it within ten seconds. Or copy DIR/crl.pem next to the keys of each site.",
        "bongsu keys renew NAME makes new ones for the site."
      })
  static final class Revoke implements Callable<Integer> {
    /** Exit status if no site has taken the list. */
    private static final int NOT_TOLD = 1;

    @Mixin Directory directory = new Directory();

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "The sites.")
    List<String> sites = List.of();

    @Option(
        names = "--replaced",
        description = "Only certificates that were replaced by newer ones, which stay valid.")
    boolean onlyReplaced;

    @Option(
        names = "--at",
        paramLabel = "URL,...",
        split = ",",
        description = "Sites that run, at their addresses for clients; one that answers is enough.")
    List<URI> at = List.of();

    @Override
    public Integer call() throws Exception {
      Authority authority = directory.authority();
      SiteNames.requireValid(sites);
      for (String site : sites) {
        int revoked = authority.revoke(site, onlyReplaced);
        say(
            "%d certificates of %s are revoked".formatted(revoked, site),
            "%s 사이트의 인증서 %d개를 폐기했습니다".formatted(site, revoked));
      }
      if (at.isEmpty()) {
        say(
            "Copy crl.pem to the keys of each site, or tell a site that runs with --at URL",
            "crl.pem을 각 사이트의 키 옆에 복사하거나, --at URL로 실행 중인 사이트에 알리세요");
        return 0;
      }
      return tellAny(authority.revoked().text()) ? 0 : NOT_TOLD;
    }

    private boolean tellAny(String list) throws InterruptedException {
      byte[] body = list.getBytes(StandardCharsets.US_ASCII);
      Http.Ask ask =
          new Http.Ask(
              "POST",
              "/_bongsu/keys/revocations",
              null,
              "application/x-pem-file",
              body,
              Http.ANSWER_WITHIN);
      boolean told = false;
      try (Http http = new Http()) {
        for (URI site : at) {
          told |= tell(http, site, ask);
        }
      }
      return told;
    }

    private static boolean tell(Http http, URI site, Http.Ask ask) throws InterruptedException {
      try {
        Http.Answer answer = http.ask(site, ask);
        if (answer.isOk()) {
          say(site + " has taken the list", site + " 사이트가 목록을 받았습니다");
        } else {
          say(site + " refuses the list: " + answer, site + " 사이트가 목록을 거절합니다: " + answer);
        }
        return answer.isOk();
      } catch (IOException e) {
        say(site + " does not answer", site + " 사이트가 응답하지 않습니다");
        return false;
      }
    }
  }

  /** Shows what the authority has made. */
  @Command(
      name = "status",
      aliases = "list",
      mixinStandardHelpOptions = true,
      description = {
        "Lists the certificates of all sites, as they are in DIR, with the time until they expire.",
        "Exit status 1 if one is to be renewed, 30 days before it expires."
      })
  static final class Status implements Callable<Integer> {
    @Mixin Directory directory = new Directory();

    @Override
    public Integer call() throws Exception {
      Authority authority = directory.authority();
      boolean isDue = show("authority", "", authority.expires(), false);
      for (String site : authority.sites()) {
        for (Authority.Issued one : authority.held(site)) {
          isDue |= show(site, one.role().unit(), one.expires(), one.revoked());
        }
      }
      return isDue ? 1 : 0;
    }

    /** Prints a line; returns whether the certificate is to be renewed. */
    private static boolean show(String name, String role, Instant expires, boolean revoked) {
      Instant now = Instant.now();
      Duration left = Duration.between(now, expires);
      boolean isDue = !revoked && SiteKeys.isDue(expires, now);
      String state = LANGUAGE.say("valid", "유효");
      if (revoked) {
        state = LANGUAGE.say("revoked", "폐기됨");
      } else if (left.isNegative()) {
        state = LANGUAGE.say("expired: renew it", "만료됨: 갱신하세요");
      } else if (isDue) {
        state = LANGUAGE.say("expires soon: renew it", "곧 만료됨: 갱신하세요");
      }
      OUT.printf("%-16s %-7s %s %5d d  %s%n", name, role, expires, left.toDays(), state);
      return isDue;
    }
  }
}
