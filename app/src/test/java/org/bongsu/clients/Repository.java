package org.bongsu.clients;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of the repository, with the launcher. */
final class Repository {
  private Repository() {}

  static Path root() {
    Path here = Path.of("").toAbsolutePath();
    while (here != null && !Files.exists(here.resolve("bongsu"))) {
      here = here.getParent();
    }
    if (here == null) {
      throw new IllegalStateException(
          "the launcher is in no folder above " + Path.of("").toAbsolutePath());
    }
    return here;
  }
}
