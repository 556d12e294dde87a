package org.bongsu.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bongsu.drill.Operation.Kind;
import org.bongsu.drill.Operation.Outcome;

/** Every invocation and its completion, in the order of completion. For many threads. */
final class History {
  /** Beyond this a drill ends with an error; about four hours of the default load. */
  private static final int OPERATIONS_MAX = 5_000_000;

  private static final int UNEXPLAINED_MAX = 50;

  private final List<Operation> operations = new ArrayList<>();
  private final List<String> unexplained = new ArrayList<>();
  private final AtomicLong acknowledged = new AtomicLong();

  /** Records an invocation. */
  Invocation invoke(Kind kind, String process, String home, String subject, String value) {
    return new Invocation(kind, process, home, subject, value, System.nanoTime());
  }

  private synchronized void add(Operation operation) {
    if (operations.size() >= OPERATIONS_MAX) {
      throw new IllegalStateException("a drill has at most " + OPERATIONS_MAX + " operations");
    }
    operations.add(operation);
    if (operation.kind() == Kind.SEND && operation.isOk()) {
      acknowledged.incrementAndGet();
    }
  }

  /** Records an answer that no fault explains. */
  synchronized void unexplained(String what) {
    if (unexplained.size() < UNEXPLAINED_MAX) {
      unexplained.add(what);
    }
  }

  synchronized List<Operation> operations() {
    return List.copyOf(operations);
  }

  synchronized List<String> unexplained() {
    return List.copyOf(unexplained);
  }

  /** Messages acknowledged so far. */
  long acknowledged() {
    return acknowledged.get();
  }

  /** An operation in flight; to be completed once. */
  final class Invocation {
    private final Kind kind;
    private final String process;
    private final String home;
    private final String subject;
    private final String value;
    private final long invokedNanos;

    private Invocation(
        Kind kind, String process, String home, String subject, String value, long invokedNanos) {
      this.kind = kind;
      this.process = process;
      this.home = home;
      this.subject = subject;
      this.value = value;
      this.invokedNanos = invokedNanos;
    }

    void ok(String site, String result) {
      complete(site, result, Outcome.OK);
    }

    void fail(String site, String why) {
      complete(site, why, Outcome.FAIL);
    }

    void unknown() {
      complete("", "", Outcome.UNKNOWN);
    }

    private void complete(String site, String result, Outcome outcome) {
      add(
          new Operation(
              kind,
              process,
              home,
              site,
              subject,
              value,
              result,
              invokedNanos,
              System.nanoTime(),
              outcome));
    }
  }
}
