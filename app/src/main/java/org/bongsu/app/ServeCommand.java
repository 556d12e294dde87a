package org.bongsu.app;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.bongsu.node.Node;
import org.bongsu.node.NodeSettings;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs the server until it is stopped. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Runs the messenger on this machine. This is what bongsu does without a command.")
final class ServeCommand implements Callable<Integer> {
  /** Longer than closing can take. */
  private static final long STOP_MILLIS_MAX = 30_000;

  private final SettingOptions options;
  private final Language language = Language.here();

  private ServeCommand(SettingOptions options) {
    this.options = options;
  }

  /** The command with an option for each setting. */
  static CommandLine line() {
    return SettingOptions.line(ServeCommand::new);
  }

  @Override
  public Integer call() throws Exception {
    PrintStream out = Language.out();
    Node node = Node.start(options.config(), AllFeatures.LIST);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> stop(node, out)));
    greet(node, out);
    stopped.await();
    return 0;
  }

  private void greet(Node node, PrintStream out) {
    NodeSettings config = node.config();
    out.println(
        language.say(
            "Bongsu serves %s at %s".formatted(config.serverName(), node.url()),
            "봉수가 %s 서버를 %s 에서 엽니다".formatted(config.serverName(), node.url())));
    out.println(
        language.say(
            "  Clients:  open this address in a browser, or enter it as the homeserver in others",
            "  클라이언트: 브라우저에서 이 주소를 열거나, 다른 앱에 홈서버로 입력하세요"));
    out.println(
        language.say(
            "  Data:     " + config.data().toAbsolutePath(),
            "  데이터:    " + config.data().toAbsolutePath()));
    node.firstInvitation()
        .ifPresent(link ->
            out.println(
                language.say(
                    "  Sign up:  for everybody who has this link: " + link,
                    "  가입:      이 링크를 받은 사람은 누구나 가입할 수 있습니다: " + link)));
    if (!node.isFirstStart()) {
      return;
    }
    String add = "./bongsu user add NAME --admin --data " + config.data();
    out.println(
        language.say(
            "  Accounts: make an administrator's in another terminal with " + add,
            "  계정:      관리자 계정은 다른 터미널에서 만드세요: " + add));
    out.println(language.say("  Ctrl-C stops it.", "  Ctrl-C를 누르면 멈춥니다."));
  }

  /** Closes the node within a time limit, so that the process always ends. */
  private void stop(Node node, PrintStream out) {
    Thread closing = Thread.ofPlatform().daemon().start(node::close);
    try {
      if (closing.join(java.time.Duration.ofMillis(STOP_MILLIS_MAX))) {
        out.println(language.say("Bongsu has stopped.", "봉수가 멈췄습니다."));
      } else {
        out.println(
            language.say(
                "Bongsu did not stop in time; what was acknowledged is safe.",
                "봉수가 제때 멈추지 못했지만, 확인된 내용은 안전합니다."));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
