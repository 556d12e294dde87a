package org.bongsu.restic;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a directory.
 *
 * @param name without {@code /}, not empty, not {@code .} or {@code ..}; at most {@value
 *     #NAME_BYTES_MAX} bytes in UTF-8
 * @param permissions the lower nine bits of the mode, such as 0600
 * @param uid the owner's number; restic restores it if it runs as root
 * @param sizeBytes of a file, the sum of its content's sizes; otherwise 0
 * @param content the data blobs of a file in order; otherwise empty
 * @param subtree the tree of a directory; otherwise null
 */
public record Node(
    String name,
    Type type,
    int permissions,
    Instant modified,
    long uid,
    long gid,
    long sizeBytes,
    List<BlobId> content,
    @Nullable BlobId subtree) {
  /** What file systems allow. */
  public static final int NAME_BYTES_MAX = 255;

  /** What an entry is. */
  public enum Type {
    FILE,
    DIRECTORY,
    /** A symbolic link, device, socket or pipe, which restic has saved; cannot be saved here. */
    OTHER
  }

  /**
   * Takes the parts.
   *
   * @throws IllegalArgumentException if they do not fit the type
   */
  public Node {
    boolean directory = type == Type.DIRECTORY;
    if (directory != (subtree != null)
        || (type != Type.FILE && !content.isEmpty())
        || sizeBytes < 0) {
      throw new IllegalArgumentException("files have content, directories a subtree");
    }
    content = List.copyOf(content);
  }

  /** A file with mode 0600 of user 0. */
  public static Node file(String name, Instant modified, long sizeBytes, List<BlobId> content) {
    return new Node(name, Type.FILE, 0600, modified, 0, 0, sizeBytes, content, null);
  }

  /** A directory with mode 0700 of user 0. */
  public static Node directory(String name, Instant modified, BlobId subtree) {
    return new Node(name, Type.DIRECTORY, 0700, modified, 0, 0, 0, List.of(), subtree);
  }

  /** The same entry with another owner. */
  public Node ownedBy(long newUid, long newGid) {
    return new Node(name, type, permissions, modified, newUid, newGid, sizeBytes, content, subtree);
  }
}
