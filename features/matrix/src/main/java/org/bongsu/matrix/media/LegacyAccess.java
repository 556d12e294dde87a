package org.bongsu.matrix.media;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bongsu.http.Request;
import org.bongsu.matrix.MatrixSettings;
import org.bongsu.matrix.MatrixSettings.LegacyMedia;
import org.bongsu.node.Homeserver;
import org.bongsu.reference.MediaReferences;
import org.bongsu.store.Readers;
import org.bongsu.upload.UploadApply.Upload;
import org.jspecify.annotations.Nullable;

/**
 * Who may download at the paths from before authenticated media. Frozen means what the
 * specification recommends since version 1.11: media from the freeze on is not found there without
 * a token.
 *
 * <p>Without the setting, a deployment is frozen if nothing had been uploaded when level 4 became
 * active, and open otherwise. All sites read that from the log, so they agree.
 */
final class LegacyAccess {
  private final Homeserver homeserver;
  private final MatrixSettings settings;
  private final Instant freeze;

  /** Whether nothing had been uploaded when level 4 came; null until all shards have it. */
  private volatile @Nullable Boolean hasBegunFrozen;

  LegacyAccess(Homeserver homeserver) {
    this.homeserver = homeserver;
    this.settings = homeserver.settings(MatrixSettings.class);
    this.freeze = settings.legacyMediaFreeze();
  }

  /** Whether the request may get the media. */
  boolean allows(Request request, Upload upload) {
    return request.optionalSession().isPresent()
        || isOpen()
        || Instant.ofEpochMilli(upload.createdMillis()).isBefore(freeze);
  }

  private boolean isOpen() {
    return homeserver.configuration().isGiven("legacy-media")
        ? settings.legacyMedia() == LegacyMedia.OPEN
        : !hasBegunFrozen();
  }

  private boolean hasBegunFrozen() {
    Boolean known = hasBegunFrozen;
    if (known == null) {
      known = homeserver.shards().readers().read(LegacyAccess::hasBegunFrozen).orElse(null);
      hasBegunFrozen = known;
    }
    return known != null && known;
  }

  private static Optional<Boolean> hasBegunFrozen(Readers.Reader reader) {
    List<Optional<Boolean>> hadMedia =
        IntStream.range(0, reader.shards())
            .mapToObj(shard -> MediaReferences.hadMedia(reader.shard(shard)))
            .toList();
    if (hadMedia.contains(Optional.of(true))) {
      return Optional.of(false);
    }
    return hadMedia.contains(Optional.<Boolean>empty()) ? Optional.empty() : Optional.of(true);
  }
}
