package org.bongsu.backup;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bongsu.restic.BlobId;
import org.bongsu.restic.Node;
import org.bongsu.restic.Repository;

/** Copies a file into the repository a part at a time, so that other work can go on between. */
final class FileCopy implements AutoCloseable {
  private final String name;
  private final InputStream in;
  private final byte[] chunk;
  private final List<BlobId> content = new ArrayList<>();
  private long bytes;

  /**
   * Begins to copy a file that does not change meanwhile.
   *
   * @param in its content; closed with this
   * @param chunkBytes parts of this size are compared with what is stored already
   */
  FileCopy(InputStream in, String name, int chunkBytes) {
    this.in = in;
    this.name = name;
    this.chunk = new byte[chunkBytes];
  }

  /**
   * Copies the next part.
   *
   * @return its size; 0 at the end of the file
   */
  int copy(Repository repository) throws IOException {
    int read = in.readNBytes(chunk, 0, chunk.length);
    if (read > 0) {
      content.add(repository.saveData(chunk, 0, read));
      bytes += read;
    }
    return read;
  }

  /** The copied file; to be called once, at its end. */
  Node node() {
    return Node.file(name, Instant.EPOCH, bytes, content);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
