package org.bongsu.media;

import java.util.Optional;

/** Copies of content in other sites. */
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
   * Returns when the content survives the loss of this site, because another one has it.
   *
   * @throws org.bongsu.log.LogUnavailable if that is not confirmed in time
   */
  void spread(StoredMedia stored);

  /**
   * Fetches content from another site; may take some seconds. Empty if no site that answers has it.
   */
  Optional<StoredMedia> bring(ContentHash hash);
}
