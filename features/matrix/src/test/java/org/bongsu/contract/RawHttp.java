package org.bongsu.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Sends one HTTP/1.1 request as bytes over its own connection, because no well-behaved client
 * library sends such requests.
 */
final class RawHttp {
  /** The result of a request. */
  sealed interface Outcome {
    /** An answer; header names in lower case. */
    record Replied(int status, Map<String, String> headers, byte[] body) implements Outcome {}

    /** The connection ended without a whole answer. */
    record Closed(String how) implements Outcome {}

    /** No answer within the time limit, and the connection stayed open. */
    record Hung() implements Outcome {}
  }

  /**
   * How a request is written.
   *
   * @param pieces number of pieces it is cut into
   * @param pause between two pieces
   * @param endsOutput whether the sending side is closed afterwards, so that a server that waits
   *     for more learns that there is none
   */
  record Pace(int pieces, Duration pause, boolean endsOutput) {
    static final Pace AT_ONCE = new Pace(1, Duration.ZERO, false);
  }

  private static final int ANSWER_BYTES_MAX = 64 * 1024 * 1024;

  private RawHttp() {}

  static Outcome send(URI server, byte[] request, Pace pace, Duration bound) {
    boolean head =
        new String(request, 0, Math.min(5, request.length), StandardCharsets.US_ASCII)
            .equals("HEAD ");
    try {
      Socket socket = new Socket();
      try {
        socket.connect(
            new InetSocketAddress(server.getHost(), server.getPort()), (int) bound.toMillis());
        // in its own thread: a server may answer, and stop reading, before all is written
        Thread.ofVirtual().start(() -> write(socket, request, pace));
        return read(new Deadline(socket, bound), head);
      } finally {
        socket.close(); // ends the writer, too
      }
    } catch (SocketTimeoutException e) {
      return new Outcome.Hung();
    } catch (IOException e) {
      return new Outcome.Closed(e.toString());
    }
  }

  private static void write(Socket socket, byte[] request, Pace pace) {
    try {
      OutputStream out = socket.getOutputStream();
      int size = Math.max(1, (request.length + pace.pieces() - 1) / pace.pieces());
      for (int from = 0; from < request.length; from += size) {
        out.write(request, from, Math.min(size, request.length - from));
        out.flush();
        if (pace.pause().isPositive()) {
          Thread.sleep(pace.pause());
        }
      }
      if (pace.endsOutput()) {
        socket.shutdownOutput();
      }
    } catch (IOException e) {
      // the server has closed the connection; the reader sees what it sent before
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads from a socket until a deadline, over any number of reads. */
  private static final class Deadline {
    private final Socket socket;
    private final InputStream in;
    private final long end;

    Deadline(Socket socket, Duration bound) throws IOException {
      this.socket = socket;
      this.in = socket.getInputStream();
      this.end = System.nanoTime() + bound.toNanos();
    }

    private void arm() throws IOException {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new SocketTimeoutException();
      }
      socket.setSoTimeout((int) left);
    }

    int read() throws IOException {
      arm();
      return in.read();
    }

    byte[] exactly(int length) throws IOException {
      byte[] bytes = new byte[length];
      int filled = 0;
      while (filled < length) {
        arm();
        int n = in.read(bytes, filled, length - filled);
        if (n < 0) {
          throw new IOException("closed after " + filled + " of " + length + " bytes");
        }
        filled += n;
      }
      return bytes;
    }

    byte[] rest() throws IOException {
      ByteArrayOutputStream rest = new ByteArrayOutputStream();
      for (int b = read(); b >= 0; b = read()) {
        rest.write(b);
      }
      return rest.toByteArray();
    }

    String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int b = read(); b != '\n'; b = read()) {
        if (b < 0) {
          throw new IOException("closed inside of a line after '" + line + "'");
        }
        line.append((char) b);
      }
      return line.toString().stripTrailing();
    }
  }

  private static Outcome read(Deadline in, boolean head) throws IOException {
    String statusLine = in.line();
    String[] parts = statusLine.split(" ", 3);
    if (parts.length < 2 || !parts[0].startsWith("HTTP/1.") || !parts[1].matches("[1-5]\\d\\d")) {
      return new Outcome.Closed("not HTTP: " + statusLine);
    }
    int status = Integer.parseInt(parts[1]);
    Map<String, String> headers = new HashMap<>();
    for (String line = in.line(); !line.isEmpty(); line = in.line()) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        return new Outcome.Closed("a header without colon: " + line);
      }
      headers.merge(
          line.substring(0, colon).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip(),
          (a, b) -> a + ", " + b);
    }
    if (status < 200) {
      return read(in, head);
    }
    boolean empty = head || status == 204 || status == 304;
    return new Outcome.Replied(status, headers, empty ? new byte[0] : body(in, headers));
  }

  private static byte[] body(Deadline in, Map<String, String> headers) throws IOException {
    if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
      return chunks(in);
    }
    String length = headers.get("content-length");
    return length == null ? in.rest() : in.exactly(limited(Integer.parseInt(length)));
  }

  private static byte[] chunks(Deadline in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
      body.write(in.exactly(limited(size)));
      in.line();
    }
    return body.toByteArray();
  }

  private static int chunkSize(Deadline in) throws IOException {
    return Integer.parseInt(in.line().split(";")[0].strip(), 16);
  }

  private static int limited(int length) throws IOException {
    if (length > ANSWER_BYTES_MAX) {
      throw new IOException("an answer of " + length + " bytes");
    }
    return length;
  }
}
