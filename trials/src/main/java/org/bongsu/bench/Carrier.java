package org.bongsu.bench;

/** What carries the writes of a server that has several sites, measured without the server. */
public interface Carrier {
  /** Of whose test it is, as in {@code Kafka's own producer test}. */
  String name();

  /**
   * How many records a second it takes, each in as many places as the server's own.
   *
   * @param recordBytes of each
   * @throws BenchFailed where it cannot be measured
   */
  double recordsPerSecond(int recordBytes);
}
