package org.bongsu.attack;

import java.util.Iterator;
import java.util.Set;

/**
 * An attack trial.
 *
 * @param attacks names; empty for all
 * @param seconds how long the idle server is measured, and then each attack
 */
public record AttackOptions(Set<String> attacks, int seconds) {
  /** The names of all attacks, for the command line's help. */
  public static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Attacks.ALL.stream().map(Attack::name).iterator();
    }
  }

  public AttackOptions {
    attacks = Set.copyOf(attacks);
    if (seconds < 1) {
      throw new IllegalArgumentException("an attack lasts at least a second");
    }
    Attacks.named(attacks);
  }
}
