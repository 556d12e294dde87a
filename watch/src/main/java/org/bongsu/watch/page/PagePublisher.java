package org.bongsu.watch.page;

import java.io.IOException;
import java.nio.file.Path;

/** Writes the page's files to one place. Not thread-safe. */
public interface PagePublisher extends AutoCloseable {
  /** How the location of a bucket begins. */
  String S3 = "s3://";

  /**
   * Opens a place.
   *
   * @param location a directory, or {@code s3://BUCKET} or {@code s3://BUCKET/PREFIX}
   */
  static PagePublisher of(String location) {
    return location.startsWith(S3)
        ? S3Publisher.of(location, System.getenv())
        : new DirectoryPublisher(Path.of(location));
  }

  /** Writes or replaces a file; it is there completely, or as before. */
  void write(String path, PageFile file) throws IOException;

  /** Deletes a file that this has written. */
  void delete(String path) throws IOException;

  @Override
  void close();
}
