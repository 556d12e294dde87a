package org.bongsu.restic;

import java.util.Map;

/** With a repository in a directory. */
class DirectoryInteroperationTest extends InteroperationContract {
  @Override
  ObjectStorage storage() {
    return ObjectStorage.open(folder.resolve("repository").toString(), null);
  }

  @Override
  ResticProgram restic() {
    return new ResticProgram(folder.resolve("repository").toString(), folder, Map.of());
  }
}
