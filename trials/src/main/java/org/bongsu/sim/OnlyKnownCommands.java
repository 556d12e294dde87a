package org.bongsu.sim;

import java.util.Optional;

/** No site appends a command before every site has had a version that knows it. */
final class OnlyKnownCommands implements Checker {
  @Override
  public Optional<String> check(History history, Sites sites) {
    for (History.Wrote one : history.wrote()) {
      if (one.level() > one.levelRun()) {
        return Optional.of(
            "site %d appended %s before every site had a version that knows it"
                .formatted(one.site(), one.command()));
      }
    }
    return Optional.empty();
  }
}
