package org.bongsu.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A response's body as an output stream. A write blocks until the client has read what was written
 * before, so that memory holds a few chunks however large the body is.
 */
final class ResponseStream extends OutputStream {
  /** Writing fails if the client reads nothing for this long. */
  private static final long READ_WITHIN_SECONDS = 30;

  private static final int CHUNK_BYTES_MAX = 64 * 1024;

  private final HttpServerResponse response;
  private final Semaphore moved = new Semaphore(0);
  private volatile boolean gone;

  ResponseStream(HttpServerResponse response) {
    this.response = response;
    response.exceptionHandler(broken -> end());
    response.closeHandler(closed -> end());
    response.drainHandler(drained -> moved.release());
  }

  private void end() {
    gone = true;
    moved.release();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    for (int at = 0; at < length; at += CHUNK_BYTES_MAX) {
      awaitReader();
      int count = Math.min(CHUNK_BYTES_MAX, length - at);
      response.write(Buffer.buffer(count).appendBytes(from, offset + at, count));
    }
  }

  private void awaitReader() throws IOException {
    while (!gone && response.writeQueueFull()) {
      try {
        if (!moved.tryAcquire(READ_WITHIN_SECONDS, TimeUnit.SECONDS)) {
          throw new IOException("the client has stopped reading");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("shutting down", e);
      }
    }
    if (gone) {
      throw new IOException("the client has gone");
    }
  }

  @Override
  public void close() {
    if (!gone) {
      response.end();
    }
  }
}
