package org.bongsu.contract;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Knows which test is running, so that coverage is attributed to it. JUnit loads it for every test
 * (junit-platform.properties enables the detection). Tests of one JVM run sequentially.
 */
public final class RunningTest
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  private static final AtomicReference<String> NOW = new AtomicReference<>("");

  /** {@code some.package.Class#method}, or {@code some.package.Class} outside of its methods. */
  static String name() {
    return NOW.get();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    String name = context.getRequiredTestClass().getName();
    NOW.set(name);
    Coverage.ran(name);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    String name =
        context.getRequiredTestClass().getName() + "#" + context.getRequiredTestMethod().getName();
    NOW.set(name);
    Coverage.ran(name);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    NOW.set(context.getRequiredTestClass().getName());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    NOW.set("");
  }
}
