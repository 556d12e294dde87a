package org.bongsu.drill;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.bongsu.client.Http;
import org.bongsu.drill.Operation.Kind;

/** Somebody who uploads one picture after the other, each with different bytes. */
final class Photographer extends Actor {
  /** The largest upload, well below the limit of a site. */
  static final int ALBUM_MEGABYTES_MAX = 20;

  private static final int BYTES_MIN = 20_000;
  private static final int BYTES_MAX = 90_000;
  private static final long PAUSE_MILLIS = 1_500;
  private static final Duration WITHIN = Duration.ofSeconds(30);

  private final Account account;
  private final Client client;
  private final SplittableRandom random;

  Photographer(String name, Account account, Client client, History history, long seed) {
    super(name, history);
    this.account = account;
    this.client = client;
    this.random = new SplittableRandom(seed);
  }

  Client client() {
    return client;
  }

  @Override
  void act() throws InterruptedException {
    upload(random.nextInt(BYTES_MIN, BYTES_MAX));
    Thread.sleep(PAUSE_MILLIS);
  }

  /** Uploads this many random bytes. */
  void upload(int bytes) throws InterruptedException {
    byte[] content = new byte[bytes];
    random.nextBytes(content);
    Http.Ask ask = upload(account, content);
    History.Invocation upload =
        history().invoke(Kind.UPLOAD, name(), client.home().name(), "", hash(content));
    try {
      Client.Reply reply = client.insist(ask);
      if (reply.isOk()) {
        upload.ok(reply.site(), reply.text("content_uri"));
      } else {
        upload.fail(reply.site(), reply.answer().toString());
        history().unexplained("an upload was answered with " + reply.answer());
      }
    } catch (Client.Unanswered ended) {
      upload.unknown();
    }
  }

  static Http.Ask upload(Account account, byte[] content) {
    return new Http.Ask(
        "POST",
        "/_matrix/media/v3/upload?filename=%EC%82%AC%EC%A7%84.bin",
        account.token(),
        "application/octet-stream",
        content,
        WITHIN);
  }

  /** The path at which a photo is served. */
  static String download(String uri) {
    return "/_matrix/client/v1/media/download/" + uri.substring("mxc://".length());
  }

  /** SHA-256 in hexadecimal. */
  static String hash(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
