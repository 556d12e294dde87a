package org.bongsu.attack;

import java.time.Duration;

/** Guesses at somebody's password, which each cost the server memory and time. */
final class PasswordGuesses implements Attack {
  @Override
  public String name() {
    return "passwords";
  }

  @Override
  public String what() {
    return "guesses at the bystander's password, as fast as they are answered";
  }

  @Override
  public Assault prepare(Target target) {
    return new RepeatedRequests(
        target, 1, Duration.ofMillis(5), i -> Target.signIn("minji", "guess " + i));
  }
}
