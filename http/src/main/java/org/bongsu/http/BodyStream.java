package org.bongsu.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A request's body as an input stream. A chunk is fetched when the previous one has been read.
 * Reading fails if the client sends nothing for a while, or less than its {@link BodyPace} asks.
 */
final class BodyStream extends InputStream {
  /** Reading fails if the client sends nothing for this long. */
  private static final long CHUNK_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(30);

  private sealed interface Item {
    record Chunk(Buffer buffer) implements Item {}

    record End() implements Item {}

    record Failed(String why) implements Item {}
  }

  private final HttpServerRequest request;
  private final Context context;
  private final long bytesMax;
  private final BodyPace pace;
  private final long beganNanos = System.nanoTime();
  private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();
  private byte[] chunk = new byte[0];
  private int offset;
  private long bytes;
  private long waitedNanos;
  private boolean ended;

  /** Must be made on the request's context, before any part of the body has been read. */
  BodyStream(HttpServerRequest request, Context context, long bytesMax, BodyPace pace) {
    this.pace = pace;
    this.request = request;
    this.context = context;
    this.bytesMax = bytesMax;
    request.handler(buffer -> items.add(new Item.Chunk(buffer)));
    request.endHandler(end -> items.add(new Item.End()));
    request.exceptionHandler(e -> items.add(new Item.Failed(String.valueOf(e.getMessage()))));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int at, int length) throws IOException {
    while (offset == chunk.length) {
      if (ended || !next()) {
        return -1;
      }
    }
    int count = Math.min(length, chunk.length - offset);
    System.arraycopy(chunk, offset, into, at, count);
    offset += count;
    return count;
  }

  private boolean next() throws IOException {
    context.runOnContext(run -> request.fetch(1));
    Item item = await();
    switch (item) {
      case null -> throw new RequestError(RequestError.Reason.TOO_SLOW, "The body came too slowly");
      case Item.Failed(String why) -> throw new IOException("the body broke off: " + why);
      case Item.End() -> {
        ended = true;
        return false;
      }
      case Item.Chunk(Buffer buffer) -> {
        chunk = buffer.getBytes();
        offset = 0;
        bytes += chunk.length;
        if (bytes > bytesMax) {
          throw new RequestError(
              RequestError.Reason.TOO_LARGE, "At most " + bytesMax + " bytes can be uploaded");
        }
        return true;
      }
    }
  }

  /** The next part; null if it is late. */
  private @Nullable Item await() throws IOException {
    long from = System.nanoTime();
    long left =
        Math.min(
            pace.waitingNanosMax(bytes) - waitedNanos,
            pace.totalMax().toNanos() - (from - beganNanos));
    try {
      return items.poll(Math.min(left, CHUNK_WITHIN_NANOS), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("shutting down", e);
    } finally {
      waitedNanos += System.nanoTime() - from;
    }
  }
}
