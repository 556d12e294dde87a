package org.bongsu.restic;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** With a repository on S3. */
class S3InteroperationTest extends InteroperationContract {
  private S3Service service;

  @BeforeEach
  void start() throws Exception {
    service = new S3Service();
  }

  @AfterEach
  void stop() throws Exception {
    service.stop();
  }

  @Override
  ObjectStorage storage() {
    return ObjectStorage.open(service.location(), service.access());
  }

  @Override
  ResticProgram restic() {
    return new ResticProgram(service.resticRepository(), folder, service.resticEnvironment());
  }
}
