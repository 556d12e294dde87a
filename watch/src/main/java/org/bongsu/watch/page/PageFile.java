package org.bongsu.watch.page;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A file of the page.
 *
 * @param bytes its content; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content
public record PageFile(String contentType, byte[] bytes) {
  static PageFile of(String contentType, String text) {
    return new PageFile(contentType, text.getBytes(StandardCharsets.UTF_8));
  }

  /** For how many seconds a cache may keep it. */
  public int maxAgeSeconds() {
    return 5;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PageFile file
        && file.contentType.equals(contentType)
        && Arrays.equals(file.bytes, bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
