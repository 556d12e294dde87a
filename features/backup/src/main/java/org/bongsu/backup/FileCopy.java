package org.bongsu.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bongsu.restic.BlobId;
import org.bongsu.restic.Node;
import org.bongsu.restic.Repository;

/** Copies a file into the repository a part at a time, so that other work can go on between. */
final class FileCopy implements AutoCloseable {
  private final String name;
  private final InputStream in;
  private final byte[] chunk;
  private final MessageDigest sha256;
  private final List<BlobId> content = new ArrayList<>();
  private long bytes;

  /**
   * Begins to copy a file that does not change meanwhile.
   *
   * @param chunkBytes parts of this size are compared with what is stored already
   */
  FileCopy(Path file, String name, int chunkBytes) throws IOException {
    this.name = name;
    this.in = Files.newInputStream(file);
    this.chunk = new byte[chunkBytes];
    try {
      this.sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Copies the next part.
   *
   * @return its size; 0 at the end of the file
   */
  int copy(Repository repository) throws IOException {
    int read = in.readNBytes(chunk, 0, chunk.length);
    if (read > 0) {
      sha256.update(chunk, 0, read);
      content.add(repository.saveData(chunk, 0, read));
      bytes += read;
    }
    return read;
  }

  /** The copied file; to be called once, at its end. */
  Node node() {
    return Node.file(name, Instant.EPOCH, bytes, content);
  }

  /** The SHA-256 of what was copied, in hexadecimal; to be called once, at the end of the file. */
  String hash() {
    return HexFormat.of().formatHex(sha256.digest());
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
