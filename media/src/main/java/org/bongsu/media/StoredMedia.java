package org.bongsu.media;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Content that is held here, complete and durable.
 *
 * @param hash its name
 * @param sizeBytes its size
 * @param path its file, for sending all or part of it without copying; never written to
 */
public record StoredMedia(ContentHash hash, long sizeBytes, Path path) {

  /** Opens it for reading at any offset; the caller closes it. */
  public FileChannel open() {
    try {
      return FileChannel.open(path, StandardOpenOption.READ);
    } catch (IOException e) {
      throw MediaStoreOutage.of(e);
    }
  }
}
