package org.bongsu.drill;

import java.io.IOException;
import java.util.List;

/** What lies between the sites, and between them and their clients. */
interface Network extends AutoCloseable {
  List<Place> places();

  /** What a site's process is started through; empty for nothing. */
  List<String> through(Place site);

  /** What a site has to be told besides. */
  List<String> arguments();

  /** Packets between the site and the others vanish. */
  void cut(Place site) throws IOException, InterruptedException;

  /** Packets from the others to the site vanish. */
  void deafen(Place site) throws IOException, InterruptedException;

  /** Little passes between the site and the others. */
  void slow(Place site) throws IOException, InterruptedException;

  /** Undoes all of these. */
  void heal(Place site) throws IOException, InterruptedException;

  @Override
  void close();
}
