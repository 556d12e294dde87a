package org.bongsu.attack;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** All attacks. */
final class Attacks {
  static final List<Attack> ALL =
      List.of(
          new HalfSentRequests(),
          new SlowReaders(),
          new SlowUploads(),
          new MetadataBombs(),
          new PixelBombs(),
          new PatternRules(),
          new AccountDataFlood(),
          new InitialSyncs(),
          new Searches(),
          new ToDeviceFlood(),
          new NewDevices(),
          new PasswordGuesses(),
          new MadeUpTokens());

  private Attacks() {}

  /**
   * The attacks of these names, all if there are none.
   *
   * @throws IllegalArgumentException if there is no such attack
   */
  static List<Attack> named(Set<String> names) {
    Set<String> known = ALL.stream().map(Attack::name).collect(Collectors.toSet());
    for (String name : names) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "there is no attack %s; there are %s"
                .formatted(name, ALL.stream().map(Attack::name).collect(Collectors.joining(", "))));
      }
    }
    return ALL.stream().filter(one -> names.isEmpty() || names.contains(one.name())).toList();
  }
}
