package org.bongsu.cluster;

import java.util.List;
import org.bongsu.log.LogUnavailable;

/** The other sites, as far as a request has to wait for them. */
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
   * Returns when no site shows what this one has just revoked: a device that was signed out, a
   * message that was deleted, a history that was closed. By then every other site has applied what
   * this one had applied at the call, or has stopped serving meanwhile.
   *
   * @throws LogUnavailable if that is not confirmed in time
   */
  void awaitRevokedEverywhere();

  /**
   * Returns when this site has applied everything of a shard that any site had acknowledged at the
   * call. For answers that would be wrong if this site were some milliseconds behind.
   *
   * @throws LogUnavailable if that is not confirmed in time
   */
  void awaitCurrent(int shard);
}
