package org.bongsu.drill;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the command line knows and the drill does not: how sites are configured to find each other,
 * and where their backups are.
 */
public interface Surroundings {
  /** The directory of all sites: each has a directory of its name in it. */
  Path data();

  /**
   * What follows {@code site --name NAME} at one site.
   *
   * @param places of all sites
   */
  List<String> arguments(Place site, List<Place> places) throws IOException;

  /**
   * Runs {@code bongsu recover} after all sites have lost their log.
   *
   * @throws IOException if it fails
   */
  void recover(List<Place> places) throws IOException, InterruptedException;

  /**
   * Runs {@code bongsu restore} after everything was lost: makes a single machine's directory from
   * the backup.
   *
   * @param withoutLedger whether to go on without the ledger of revocations
   * @return false if it refuses because the ledger is not complete
   * @throws IOException if it fails
   */
  boolean restore(boolean withoutLedger) throws IOException;

  /**
   * Runs {@code bongsu grow} with the restored directory.
   *
   * @return the surroundings of the new sites, which have new keys and another directory
   * @throws IOException if it fails
   */
  Surroundings grow(List<Place> places) throws IOException;

  /** Deletes the ledger of revocations, as if it had burnt, too. */
  void loseLedger() throws IOException;

  /** The site that holds Kafka's active controller; empty if unknown. */
  Optional<String> controllerSite(List<Place> places) throws InterruptedException;
}
