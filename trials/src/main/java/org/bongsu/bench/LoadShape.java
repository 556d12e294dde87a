package org.bongsu.bench;

import java.util.OptionalInt;

/**
 * The shape of a load.
 *
 * @param senders connections that send
 * @param syncing members that long-poll
 * @param rate sends a second at scheduled times; empty for the closed loop
 */
record LoadShape(int senders, int syncing, OptionalInt rate, int seconds) {
  String describe() {
    String loop = rate.isPresent() ? "open loop at " + rate.getAsInt() + " sends/s" : "closed loop";
    return "%s, %,d connections, %,d syncing members, %d s"
        .formatted(loop, senders, syncing, seconds);
  }
}
