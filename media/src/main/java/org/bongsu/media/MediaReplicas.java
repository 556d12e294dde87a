package org.bongsu.media;

import java.util.Optional;

/** The same content in other sites. */
public interface MediaReplicas {
  /** On one machine there are none. */
  MediaReplicas NONE =
      new MediaReplicas() {
        @Override
        public void spread(StoredMedia stored) {}

        @Override
        public Optional<StoredMedia> bring(ContentHash hash) {
          return Optional.empty();
        }
      };

  /**
   * Returns when at least one other site has it durably enough to survive the loss of this one.
   *
   * @throws org.bongsu.log.LogUnavailable where that is not known in time
   */
  void spread(StoredMedia stored);

  /**
   * Brings content here that another site has; may take some seconds. Empty where nobody has it.
   */
  Optional<StoredMedia> bring(ContentHash hash);
}
