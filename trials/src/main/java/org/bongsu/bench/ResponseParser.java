package org.bongsu.bench;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Parses HTTP/1.1 responses from the bytes of a connection. The body stays in the buffer, so that
 * it can be scanned without copying.
 */
final class ResponseParser {
  /** The largest response; an initial sync of a busy account stays far below. */
  static final int RESPONSE_BYTES_MAX = 64 * 1024 * 1024;

  private static final int BYTES_KEPT = 64 * 1024;
  private static final int LENGTH_UNTIL_CLOSE = -1;

  private byte[] bytes = new byte[512];
  private int length;
  private int headScanned;
  private int bodyFrom;
  private int status;
  private boolean chunked;
  private boolean closes;
  private int contentLength;
  private int chunkReadAt;
  private int bodyTo;
  private boolean complete;

  /** A response is not HTTP/1.1 or is too large. */
  static final class ProtocolBroken extends Exception {
    ProtocolBroken(String message) {
      super(message);
    }
  }

  /** Adds bytes; true if a whole response is there. */
  boolean feed(Buffer received) throws ProtocolBroken {
    if (complete) {
      throw new ProtocolBroken("bytes after the end of the response");
    }
    int more = received.length();
    if (length + more > RESPONSE_BYTES_MAX) {
      throw new ProtocolBroken("response of more than " + RESPONSE_BYTES_MAX + " bytes");
    }
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
    received.getBytes(0, more, bytes, length);
    length += more;
    complete = (bodyFrom > 0 || readHead()) && readBody();
    return complete;
  }

  /** The connection was closed by the server; true if that ended a response. */
  boolean closed() {
    if (bodyFrom > 0 && !chunked && contentLength == LENGTH_UNTIL_CLOSE) {
      bodyTo = length;
      complete = true;
    }
    return complete;
  }

  int status() {
    return status;
  }

  byte[] bytes() {
    return bytes;
  }

  int bodyFrom() {
    return bodyFrom;
  }

  int bodyTo() {
    return bodyTo;
  }

  /** Whether the server closes the connection after this response. */
  boolean closes() {
    return closes;
  }

  boolean begun() {
    return length > 0;
  }

  /** Prepares for the next response. A large buffer is released. */
  void reset() {
    if (bytes.length > BYTES_KEPT) {
      bytes = new byte[512];
    }
    length = 0;
    headScanned = 0;
    bodyFrom = 0;
    bodyTo = 0;
    complete = false;
  }

  private boolean readHead() throws ProtocolBroken {
    for (int i = Math.max(headScanned, 3); i < length; i++) {
      if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n') {
        int bodyAt = i + 1;
        readHeaders(bodyAt);
        if (status >= 100 && status < 200) {
          System.arraycopy(bytes, bodyAt, bytes, 0, length - bodyAt);
          length -= bodyAt;
          headScanned = 0;
          return readHead();
        }
        bodyFrom = bodyAt;
        chunkReadAt = bodyAt;
        bodyTo = bodyAt;
        return true;
      }
    }
    headScanned = length;
    return false;
  }

  private void readHeaders(int headTo) throws ProtocolBroken {
    String[] lines = new String(bytes, 0, headTo, StandardCharsets.ISO_8859_1).split("\r\n", -1);
    String first = lines[0];
    if (!first.startsWith("HTTP/1.") || first.length() < 12) {
      throw new ProtocolBroken("no HTTP/1.1 status line");
    }
    status = Integer.parseInt(first, 9, 12, 10);
    closes = first.startsWith("HTTP/1.0");
    chunked = false;
    contentLength = status == 204 || status == 304 ? 0 : LENGTH_UNTIL_CLOSE;
    for (int i = 1; i < lines.length; i++) {
      readHeader(lines[i]);
    }
  }

  private void readHeader(String line) throws ProtocolBroken {
    if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
      try {
        contentLength = Integer.parseInt(line.substring(15).strip());
      } catch (NumberFormatException e) {
        throw new ProtocolBroken("content-length is no number of a size that is taken");
      }
    } else if (line.regionMatches(true, 0, "transfer-encoding:", 0, 18)) {
      chunked = line.substring(18).strip().equalsIgnoreCase("chunked");
    } else if (line.regionMatches(true, 0, "connection:", 0, 11)) {
      closes = line.substring(11).strip().equalsIgnoreCase("close");
    }
  }

  private boolean readBody() throws ProtocolBroken {
    if (chunked) {
      return readChunks();
    }
    if (contentLength == LENGTH_UNTIL_CLOSE || length < bodyFrom + contentLength) {
      return false;
    }
    bodyTo = bodyFrom + contentLength;
    if (length > bodyTo) {
      throw new ProtocolBroken("bytes after the end of the response");
    }
    return true;
  }

  /** Moves whole chunks together in place; the trailer is one empty line. */
  private boolean readChunks() throws ProtocolBroken {
    while (true) {
      int lineTo = lineEnd(chunkReadAt);
      if (lineTo < 0) {
        return false;
      }
      int size = chunkSize(chunkReadAt, lineTo);
      int dataAt = lineTo + 2;
      if (length < dataAt + size + 2) {
        return false;
      }
      if (size == 0) {
        return true;
      }
      System.arraycopy(bytes, dataAt, bytes, bodyTo, size);
      bodyTo += size;
      chunkReadAt = dataAt + size + 2;
    }
  }

  private int lineEnd(int from) {
    for (int i = from; i + 1 < length; i++) {
      if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private int chunkSize(int from, int to) throws ProtocolBroken {
    int end = from;
    while (end < to && bytes[end] != ';') {
      end++;
    }
    try {
      String hex = new String(bytes, from, end - from, StandardCharsets.ISO_8859_1).strip();
      return Integer.parseInt(hex, 16);
    } catch (NumberFormatException e) {
      throw new ProtocolBroken("chunk without a size");
    }
  }
}
