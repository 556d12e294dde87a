package org.bongsu.cluster;

import java.util.List;
import org.bongsu.log.LogUnavailable;

/** What a request may have to wait for because of the sites that it does not speak to. */
public interface Peers {
  /** On one machine there are none. */
  Peers NONE =
      new Peers() {
        @Override
        public void awaitRevokedEverywhere() {}

        @Override
        public void awaitCurrent(int shard) {}

        @Override
        public List<Address> addresses() {
          return List.of();
        }
      };

  /** Where clients reach a site. */
  record Address(String name, String url) {}

  /** All sites of the deployment, this one included; empty on one machine. */
  List<Address> addresses();

  /**
   * Returns when no site shows any more what this one has just taken back: a device that was signed
   * out, a message that was deleted, a history that was closed. Every other site has applied then
   * what this one had applied at the call, or has stopped serving meanwhile.
   *
   * @throws LogUnavailable where that is not known in time
   */
  void awaitRevokedEverywhere();

  /**
   * Returns when this site has applied everything of a shard that any site had acknowledged at the
   * call. For answers that a client must not get because this site is some milliseconds behind.
   *
   * @throws LogUnavailable where that is not known in time
   */
  void awaitCurrent(int shard);
}
