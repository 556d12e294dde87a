package org.bongsu.backup;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.bongsu.restic.BlobId;
import org.bongsu.restic.Node;
import org.bongsu.restic.Repository;
import org.bongsu.restic.Tree;
import org.jspecify.annotations.Nullable;

/**
 * A directory of files by the time at which they were added, {@code DAY/HOUR/MINUTE/NAME} in UTC.
 * Adding a file rewrites only the three newest directories, however many files there are, and only
 * those are in memory.
 */
final class Timeline {
  /** Directories below this one: days, hours, minutes. */
  private static final int DEPTH = 3;

  /** A directory; all of its children but the newest are finished. */
  private static final class Directory {
    final TreeMap<String, Node> finished = new TreeMap<>();
    @Nullable String openName;
    @Nullable Directory open;
    @Nullable BlobId saved;

    /** The child for what is added now: never an older one, even if the clock was set back. */
    Directory child(Repository repository, Instant time, String name) {
      Directory current = open;
      String currentName = openName;
      if (current != null && currentName != null && name.compareTo(currentName) <= 0) {
        return current;
      }
      if (current != null && currentName != null) {
        finished.put(currentName, Node.directory(currentName, time, current.save(repository)));
      }
      Directory next = new Directory();
      open = next;
      openName = name;
      return next;
    }

    BlobId save(Repository repository) {
      BlobId known = saved;
      if (known != null) {
        return known;
      }
      List<Node> nodes = new ArrayList<>(finished.values());
      if (open != null && openName != null) {
        nodes.add(Node.directory(openName, Instant.EPOCH, open.save(repository)));
      }
      BlobId id = repository.saveTree(new Tree(nodes));
      saved = id;
      return id;
    }

    void add(Repository repository, Instant time, List<String> path, Node file) {
      saved = null;
      if (path.isEmpty()) {
        finished.put(file.name(), file);
      } else {
        child(repository, time, path.getFirst())
            .add(repository, time, path.subList(1, path.size()), file);
      }
    }

    static Directory load(Repository repository, BlobId tree, int depth) {
      Directory loaded = new Directory();
      for (Node node : repository.loadTree(tree).nodes()) {
        loaded.finished.put(node.name(), node);
      }
      loaded.saved = tree;
      if (depth > 0 && !loaded.finished.isEmpty()) {
        Node newest = loaded.finished.pollLastEntry().getValue();
        loaded.openName = newest.name();
        loaded.open = load(repository, subtree(newest), depth - 1);
      }
      return loaded;
    }
  }

  private final Directory root;

  private Timeline(Directory root) {
    this.root = root;
  }

  static Timeline empty() {
    return new Timeline(new Directory());
  }

  /** Reads one that was saved. */
  static Timeline load(Repository repository, BlobId tree) {
    return new Timeline(Directory.load(repository, tree, DEPTH));
  }

  /** Adds a file; its name must be new within its minute. */
  void add(Repository repository, Instant time, Node file) {
    ZonedDateTime at = time.atZone(ZoneOffset.UTC);
    List<String> path =
        List.of(
            at.toLocalDate().toString(),
            "%02d".formatted(at.getHour()),
            "%02d".formatted(at.getMinute()));
    root.add(repository, time, path, file);
  }

  /** Drops all days before the one of this time. */
  void dropDaysBefore(Instant time) {
    String day = time.atZone(ZoneOffset.UTC).toLocalDate().toString();
    if (!root.finished.headMap(day).isEmpty()) {
      root.finished.headMap(day).clear();
      root.saved = null;
    }
  }

  /** Saves what has changed; the id of the whole directory. */
  BlobId save(Repository repository) {
    return root.save(repository);
  }

  /** Visits all files of a saved timeline, in the order in which they were added by minutes. */
  static void visit(Repository repository, BlobId tree, Consumer<Node> visitor) {
    for (Node node : repository.loadTree(tree).nodes()) {
      switch (node.type()) {
        case DIRECTORY -> visit(repository, subtree(node), visitor);
        case FILE -> visitor.accept(node);
        case OTHER -> {
          // Nobody puts links or devices into a backup of ours.
        }
      }
    }
  }

  private static BlobId subtree(Node directory) {
    return java.util.Objects.requireNonNull(directory.subtree());
  }
}
