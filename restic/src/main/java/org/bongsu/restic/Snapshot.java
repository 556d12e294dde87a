package org.bongsu.restic;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of a directory at one time.
 *
 * @param id null until it is saved
 * @param paths what was backed up, as restic shows and groups it: absolute paths
 * @param parent the snapshot that this one continues, for information
 * @param original the first id, if restic has rewritten this snapshot, as {@code restic tag} does
 * @param programVersion the program that made it; empty if unknown
 * @param annotations further texts by key, which restic ignores, and loses if it rewrites the
 *     snapshot
 */
public record Snapshot(
    @Nullable SnapshotId id,
    Instant time,
    BlobId tree,
    List<String> paths,
    String hostname,
    String username,
    List<String> tags,
    @Nullable SnapshotId parent,
    @Nullable SnapshotId original,
    String programVersion,
    Map<String, String> annotations) {
  public Snapshot {
    paths = List.copyOf(paths);
    tags = List.copyOf(tags);
    annotations = Map.copyOf(annotations);
  }

  /**
   * A new snapshot of this user, host and time, without tags.
   *
   * @param tree as {@link Repository#saveTree} returned it
   */
  public static Snapshot of(Instant time, BlobId tree, List<String> paths) {
    return new Snapshot(
        null,
        time,
        tree,
        paths,
        ThisProcess.HOSTNAME,
        ThisProcess.USERNAME,
        List.of(),
        null,
        null,
        "",
        Map.of());
  }

  /** The same with the id under which it was saved. */
  public Snapshot savedAs(SnapshotId saved) {
    return new Snapshot(
        saved,
        time,
        tree,
        paths,
        hostname,
        username,
        tags,
        parent,
        original,
        programVersion,
        annotations);
  }

  /** The same with these tags. */
  public Snapshot taggedWith(List<String> newTags) {
    return new Snapshot(
        id,
        time,
        tree,
        paths,
        hostname,
        username,
        newTags,
        parent,
        original,
        programVersion,
        annotations);
  }

  /** The same with these annotations. */
  public Snapshot annotatedWith(Map<String, String> newAnnotations) {
    return new Snapshot(
        id,
        time,
        tree,
        paths,
        hostname,
        username,
        tags,
        parent,
        original,
        programVersion,
        newAnnotations);
  }
}
