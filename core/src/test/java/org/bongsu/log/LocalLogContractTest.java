package org.bongsu.log;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The local log keeps the contract of every log. */
class LocalLogContractTest extends LogContract {
  @TempDir Path directory;

  @Override
  protected Log openEmpty() throws Exception {
    return LocalLog.open(directory.resolve("log"), new long[2]);
  }
}
