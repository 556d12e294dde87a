package org.bongsu.bench;

/** The log of a server with several sites, measured without the server. */
public interface Carrier {
  /** Its name, as in {@code Kafka's own producer test}. */
  String name();

  /**
   * Records per second that it accepts, with the server's own replication.
   *
   * @param recordBytes of each
   * @throws BenchFailed if it cannot be measured
   */
  double recordsPerSecond(int recordBytes);
}
