package org.bongsu.app;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import org.bongsu.log.DurableFile;
import org.bongsu.node.DataDirectory;
import org.bongsu.node.Directories;
import org.bongsu.node.Migration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a deployment of several sites from a single machine's. */
@Command(
    name = "grow",
    mixinStandardHelpOptions = true,
    description = {
      "Makes the directories of several sites from that of a single machine, whose server must be"
          + " stopped.",
      "Accounts, messages, photos, sessions and sync tokens are kept. The "
          + "first site gets all data; the others copy it from there when they "
          + "start. The single machine's directory is not changed until "
          + "everything is made; then it is marked, so that it is not served by "
          + "mistake."
    })
final class GrowCommand implements Callable<Integer> {
  @Mixin SiteNames named = new SiteNames();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description =
          "A new directory, with room for all data. It gets DIR/NAME for each "
              + "site, the deployment's secret and keys; bongsu up accepts it as "
              + "--data.")
  Path out = Path.of("");

  private final SettingOptions options;
  private final Language language = Language.here();
  private final PrintStream terminal = Language.out();

  private GrowCommand(SettingOptions options) {
    this.options = options;
  }

  /** The command with options for the source directory. */
  static CommandLine line() {
    List<String> wanted = List.of("data", "server-name");
    return SettingOptions.line(wanted::contains, GrowCommand::new);
  }

  @Override
  public Integer call() throws Exception {
    List<String> sites = sites();
    Path to = out.toAbsolutePath().normalize();
    if (Files.exists(to)) {
      throw new IllegalArgumentException(to + " exists already: name a new directory");
    }
    Path from = options.node().data();
    Path making = to.resolveSibling(to.getFileName() + ".making");
    Directories.deleteIfExists(making); // left by an earlier attempt
    try {
      make(Files.createDirectories(making), sites);
      Files.move(making, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      Directories.deleteIfExists(making);
      throw e;
    }
    DurableFile.forceNames(to.resolveSibling(".")); // before the old directory is marked
    DataDirectory.markMigrated(from, to);
    explain(to, sites);
    return 0;
  }

  private List<String> sites() {
    List<String> sites = named.get();
    if (sites.size() < PeerList.SITES_MIN || sites.size() > PeerList.SITES_MAX) {
      throw new IllegalArgumentException(
          "--sites names %d to %d sites".formatted(PeerList.SITES_MIN, PeerList.SITES_MAX));
    }
    return sites;
  }

  private void make(Path making, List<String> sites) throws IOException {
    DeploymentSecret.makeIfMissing(making.resolve("deployment-secret"));
    KeysCommand.makeIfDue(making.resolve("keys"), sites);
    Migration.copy(
        options.config(), making, sites.getFirst(), sites.subList(1, sites.size()), this::print);
  }

  private void print(Migration.Step step) {
    switch (step) {
      case SHARDS_COPIED -> say("Accounts and messages are copied.", "계정과 메시지를 복사했습니다.");
      case MEDIA_COPIED -> say("Photos and files are copied.", "사진과 파일을 복사했습니다.");
    }
  }

  private void explain(Path to, List<String> sites) {
    String first = sites.getFirst();
    say("All data is in " + to + " now.", "이제 모든 것이 " + to + " 에 있습니다.");
    if (sites.equals(UpCommand.names(sites.size()))) {
      String up = "./bongsu up --sites %d --data %s".formatted(sites.size(), to);
      say("To try it on this machine: " + up, "이 컴퓨터에서 시험하려면: " + up);
    }
    say(
        "On machines of their own: copy deployment-secret, NAME and keys/NAME to each site, keys/ca-key.pem to"
            + " none, and start all with ./bongsu site. "
            + first
            + " brings the data; until the others have it, it is the only copy.",
        "각자의 컴퓨터에서는 각 사이트로 deployment-secret, NAME, keys/NAME을 복사하고(keys/ca-key.pem은 제외) 모두"
            + " ./bongsu site로 시작하세요. 데이터는 "
            + first
            + " 사이트에 있으며, 다른 사이트가 받기 전까지는 유일한 사본입니다.");
  }

  private void say(String english, String korean) {
    terminal.println(language.say(english, korean));
  }
}
