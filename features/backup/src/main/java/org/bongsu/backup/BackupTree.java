package org.bongsu.backup;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bongsu.restic.BlobId;
import org.bongsu.restic.Node;
import org.bongsu.restic.Repository;
import org.bongsu.restic.RepositoryDamaged;
import org.bongsu.restic.Snapshot;
import org.bongsu.restic.Tree;

/**
 * The root directory of a backup: {@code deployment.json}, {@code checkpoint/000.db} …, {@code
 * log/DAY/HOUR/MINUTE/…} and {@code media/DAY/HOUR/MINUTE/SHA256}.
 */
record BackupTree(Manifest manifest, BlobId checkpoint, BlobId log, BlobId media) {
  /** The tag of the snapshots of a deployment. */
  static final String TAG = "bongsu";

  /** The annotation with the time of the checkpoint that a snapshot has. */
  static final String CHECKPOINT = "bongsu_checkpoint";

  private static final String CHECKPOINT_DIRECTORY = "checkpoint";
  private static final String LOG = "log";
  private static final String MEDIA = "media";

  /** Saves it as a snapshot; durable afterwards. */
  Snapshot save(Repository repository, String host) {
    Instant time = manifest.time();
    BlobId root =
        repository.saveTree(
            new Tree(
                List.of(
                    Node.directory(CHECKPOINT_DIRECTORY, time, checkpoint),
                    smallFile(repository, Manifest.FILE, time, manifest.bytes()),
                    Node.directory(LOG, time, log),
                    Node.directory(MEDIA, time, media))));
    return save(
        repository,
        host,
        TAG,
        time,
        root,
        Map.of(CHECKPOINT, manifest.checkpointBegan().toString()));
  }

  /** Saves a snapshot of Bongsu's; durable afterwards. */
  static Snapshot save(
      Repository repository,
      String host,
      String tag,
      Instant time,
      BlobId root,
      Map<String, String> annotations) {
    Snapshot draft =
        new Snapshot(
            null,
            time,
            root,
            List.of("/" + host),
            host,
            "bongsu",
            List.of(tag),
            null,
            null,
            "Bongsu",
            annotations);
    return draft.savedAs(repository.save(draft));
  }

  /**
   * The time by a site's clock, or a moment after the last snapshot if that is later: the newest
   * snapshot has the latest time, whichever site's clock is right.
   */
  static Instant after(Instant last, Instant clock) {
    return clock.isAfter(last) ? clock : last.plusMillis(1);
  }

  /** The snapshots with a tag, oldest first. */
  static List<Snapshot> snapshots(Repository repository, String tag) {
    return repository.snapshots().stream()
        .filter(snapshot -> snapshot.tags().contains(tag))
        .sorted(Comparator.comparing(Snapshot::time))
        .toList();
  }

  /** Reads the root directory of a snapshot. */
  static BackupTree load(Repository repository, Snapshot snapshot) {
    Tree root = repository.loadTree(snapshot.tree());
    return new BackupTree(
        Manifest.parse(content(repository, entry(root, Manifest.FILE))),
        subtree(root, CHECKPOINT_DIRECTORY),
        subtree(root, LOG),
        subtree(root, MEDIA));
  }

  /** Saves a small file. */
  static Node smallFile(Repository repository, String name, Instant time, byte[] content) {
    BlobId saved = repository.saveData(content, 0, content.length);
    return Node.file(name, time, content.length, List.of(saved));
  }

  /** The content of a small file. */
  static byte[] content(Repository repository, Node file) {
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    for (BlobId part : file.content()) {
      out.writeBytes(repository.load(part));
    }
    return out.toByteArray();
  }

  static Node entry(Tree directory, String name) {
    Optional<Node> found =
        directory.nodes().stream().filter(node -> node.name().equals(name)).findFirst();
    return found.orElseThrow(
        () -> new RepositoryDamaged("the backup has no " + name + ": it is not one of Bongsu"));
  }

  static BlobId subtree(Tree directory, String name) {
    Node node = entry(directory, name);
    if (node.type() != Node.Type.DIRECTORY) {
      throw new RepositoryDamaged(name + " is no directory in the backup");
    }
    return Objects.requireNonNull(node.subtree());
  }
}
