package org.bongsu.contract;

import java.net.URI;

/** A server under test, fresh for the test, on a free loopback port. */
public interface TestServer extends AutoCloseable {
  /** The base, without a path: {@code http://127.0.0.1:PORT}. */
  URI url();

  @Override
  void close();
}
