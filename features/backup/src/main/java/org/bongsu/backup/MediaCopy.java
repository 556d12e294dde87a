package org.bongsu.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.bongsu.media.ContentHash;
import org.bongsu.media.MediaStore;
import org.bongsu.media.StoredMedia;
import org.bongsu.restic.Repository;
import org.jspecify.annotations.Nullable;

/**
 * Copies photos and files into the repository, each once: new ones as soon as the log names them,
 * and whatever is missing when a survey compares the store with the catalog. What the survey finds
 * to be deleted is to be removed from all backups ({@link MediaRemoval}).
 */
final class MediaCopy implements AutoCloseable {
  private static final int CHUNK_BYTES = 1 << 20;

  /** Comparing or beginning a file counts like copying this many bytes, so that it ends a round. */
  private static final long COMPARED_BYTES = 1 << 10;

  /** Beyond this the next survey finds them. */
  private static final int WAITING_MAX = 100_000;

  /** Rounds for which content that the log names is awaited from another site. */
  private static final int ATTEMPTS_MAX = 30;

  private record Wanted(ContentHash hash, int attempts) {}

  /** The file that is being copied. */
  private record Copying(ContentHash hash, DigestInputStream in, FileCopy copy) {}

  private final MediaStore store;
  private final MediaCatalog catalog;

  /** Whether any media id still has this content. */
  private final Predicate<ContentHash> isNeeded;

  private final Deque<Wanted> waiting = new ArrayDeque<>();
  private final Set<ContentHash> gone = new HashSet<>();
  private @Nullable Copying copying;

  /** The first byte of what the survey compares next; 256 when it is finished. */
  private int surveyed;

  MediaCopy(MediaStore store, MediaCatalog catalog, Predicate<ContentHash> isNeeded) {
    this.store = store;
    this.catalog = catalog;
    this.isNeeded = isNeeded;
  }

  /** Has content copied that the log names. */
  void want(ContentHash hash) {
    if (waiting.size() < WAITING_MAX) {
      waiting.add(new Wanted(hash, 0));
    }
  }

  /** Begins to compare the whole store with the catalog. */
  void beginSurvey() {
    surveyed = 0;
  }

  /** Gives up the file that is being copied after a failure; the survey finds it again. */
  void beginAgain() {
    endCopy();
    beginSurvey();
  }

  /** How many photos and files are known to be missing in the backup. */
  int waiting() {
    return waiting.size() + (copying == null ? 0 : 1);
  }

  /** Whether the survey is finished, nothing is waiting, and nothing is to be removed. */
  boolean isSettled() {
    return surveyed == 256 && waiting() == 0 && gone.isEmpty();
  }

  /** What the last survey found to be deleted; empty until it is finished. */
  Set<ContentHash> takeGone() throws IOException {
    if (surveyed < 256 || gone.isEmpty()) {
      return Set.of();
    }
    Set<ContentHash> found = Set.copyOf(gone);
    gone.clear();
    for (ContentHash hash : found) {
      catalog.remove(hash);
    }
    return found;
  }

  /**
   * Copies up to a number of bytes.
   *
   * @return whether anything was added
   */
  boolean copySome(Repository repository, Timeline into, Instant now, long bytesMax)
      throws IOException {
    boolean added = false;
    List<Wanted> later = new ArrayList<>();
    for (long left = bytesMax; left > 0; ) {
      Copying current = copying;
      if (current != null) {
        int copied = current.copy.copy(repository);
        left -= copied;
        if (copied == 0) {
          added |= finish(current, repository, into, now);
        }
      } else if (!waiting.isEmpty()) {
        begin(waiting.removeFirst(), later);
        left -= COMPARED_BYTES;
      } else if (surveyed < 256) {
        left -= COMPARED_BYTES * (1 + compare(surveyed++));
      } else {
        break;
      }
    }
    waiting.addAll(later);
    return added;
  }

  private void begin(Wanted wanted, List<Wanted> later) throws IOException {
    if (catalog.has(wanted.hash)) {
      return;
    }
    Optional<StoredMedia> stored = store.find(wanted.hash);
    if (stored.isEmpty()) { // at one of several sites it may still arrive
      if (wanted.attempts < ATTEMPTS_MAX) {
        later.add(new Wanted(wanted.hash, wanted.attempts + 1));
      }
      return;
    }
    try {
      DigestInputStream in =
          new DigestInputStream(Files.newInputStream(stored.get().path()), sha256());
      FileCopy copy = new FileCopy(in, wanted.hash.value(), CHUNK_BYTES);
      copying = new Copying(wanted.hash, in, copy);
    } catch (NoSuchFileException deleted) {
      copying = null;
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean finish(Copying done, Repository repository, Timeline into, Instant now)
      throws IOException {
    copying = null;
    done.copy.close();
    String copied = HexFormat.of().formatHex(done.in.getMessageDigest().digest());
    if (!copied.equals(done.hash.value())) {
      return false; // damaged on this disk: the store finds that, too, and may fetch it again
    }
    into.add(repository, now, done.copy.node());
    catalog.add(done.hash);
    return true;
  }

  /** Compares a 256th of the store with the catalog; returns how many files it has. */
  private int compare(int firstByte) throws IOException {
    List<ContentHash> held = store.held(firstByte);
    for (ContentHash hash : held) {
      if (!catalog.has(hash)) {
        want(hash);
      }
    }
    Set<ContentHash> here = new HashSet<>(held);
    for (ContentHash hash : catalog.with(firstByte)) {
      if (!here.contains(hash) && !isNeeded.test(hash)) {
        gone.add(hash);
      }
    }
    return held.size();
  }

  private void endCopy() {
    Copying current = copying;
    copying = null;
    if (current != null) {
      try {
        current.copy.close();
      } catch (IOException e) {
        // It was only read.
      }
    }
  }

  @Override
  public void close() {
    endCopy();
    catalog.close();
  }
}
