package org.bongsu.drill;

import java.io.IOException;
import java.util.List;
import org.bongsu.drill.watch.Outside;

/** The network between the sites, and between them and their clients. */
interface Network extends AutoCloseable {
  List<Place> places();

  /** A command prefix for a site's process; may be empty. */
  List<String> through(Place site);

  /** Further arguments for each site. */
  List<String> arguments();

  /** Drops all packets between the site and the others. */
  void cut(Place site) throws IOException, InterruptedException;

  /** Drops packets from the others to the site. */
  void dropInbound(Place site) throws IOException, InterruptedException;

  /** Limits the bandwidth between the site and the others. */
  void slow(Place site) throws IOException, InterruptedException;

  /** Undoes all of these. */
  void heal(Place site) throws IOException, InterruptedException;

  /** A host outside of the sites, on the clients' side. */
  Outside outside(int number) throws IOException, InterruptedException;

  @Override
  void close();
}
