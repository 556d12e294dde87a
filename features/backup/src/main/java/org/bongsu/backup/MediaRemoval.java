package org.bongsu.backup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.bongsu.media.ContentHash;
import org.bongsu.restic.BlobId;
import org.bongsu.restic.Node;
import org.bongsu.restic.Repository;
import org.bongsu.restic.Tree;

/**
 * Removes deleted photos and files from the media directories of all backups. Directories that
 * several backups share are rewritten once.
 */
final class MediaRemoval {
  private final Repository repository;
  private final Set<String> names;
  private final Map<BlobId, BlobId> rewritten = new HashMap<>();

  MediaRemoval(Repository repository, Set<ContentHash> gone) {
    this.repository = repository;
    this.names = gone.stream().map(ContentHash::value).collect(Collectors.toUnmodifiableSet());
  }

  /** A directory without them; the same one if it has none of them. */
  BlobId without(BlobId directory) {
    BlobId known = rewritten.get(directory);
    if (known != null) {
      return known;
    }
    boolean changed = false;
    List<Node> kept = new ArrayList<>();
    for (Node node : repository.loadTree(directory).nodes()) {
      if (node.type() == Node.Type.DIRECTORY) {
        BlobId before = Objects.requireNonNull(node.subtree());
        BlobId after = without(before);
        changed |= !after.equals(before);
        kept.add(after.equals(before) ? node : Node.directory(node.name(), node.modified(), after));
      } else if (names.contains(node.name())) {
        changed = true;
      } else {
        kept.add(node);
      }
    }
    BlobId result = changed ? repository.saveTree(new Tree(kept)) : directory;
    rewritten.put(directory, result);
    return result;
  }
}
