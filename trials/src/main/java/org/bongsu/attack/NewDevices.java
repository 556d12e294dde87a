package org.bongsu.attack;

import java.io.IOException;
import java.time.Duration;

/** Somebody who signs in with the right password again and again, each time with a new device. */
final class NewDevices implements Attack {
  private static final int AT_ONCE = 8;

  @Override
  public String name() {
    return "devices";
  }

  @Override
  public String what() {
    return AT_ONCE + " sign-ins of one account at a time, each with a new device";
  }

  @Override
  public Assault prepare(Target target) throws IOException, InterruptedException {
    target.register("collector");
    return new RepeatedRequests(
        target,
        AT_ONCE,
        Duration.ofMillis(5),
        i -> Target.signIn("collector", Target.passwordOf("collector")));
  }
}
