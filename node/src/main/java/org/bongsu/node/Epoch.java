package org.bongsu.node;

/**
 * The epoch of a deployment in the tokens that it gives to clients. A token names positions of a
 * history. After a restore from a backup the positions of the lost history are given out again, so
 * a token from before must not be continued: the client would miss what is new, or keep what was
 * revoked.
 *
 * @param letters empty if the deployment was never restored; its tokens are then written as they
 *     are
 */
public record Epoch(String letters) {
  /** In no token otherwise. */
  private static final char MARK = '~';

  /** A token as clients get it. */
  public String write(Record token) {
    return letters.isEmpty() ? token.toString() : token.toString() + MARK + letters;
  }

  /**
   * The token in a text from a client.
   *
   * @throws MatrixError 400 {@code M_UNKNOWN_POS} with {@code org.bongsu.restored} if it is of
   *     another epoch
   */
  public String read(String text) {
    int mark = text.lastIndexOf(MARK);
    if (!letters.equals(mark < 0 ? "" : text.substring(mark + 1))) {
      throw new MatrixError(
              400,
              "M_UNKNOWN_POS",
              "This server was restored from a backup: start anew without a token")
          .with("org.bongsu.restored", true);
    }
    return mark < 0 ? text : text.substring(0, mark);
  }
}
