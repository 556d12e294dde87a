package org.bongsu.matrix.media;

import java.util.stream.IntStream;
import org.bongsu.http.Request;
import org.bongsu.matrix.MatrixSettings;
import org.bongsu.matrix.MatrixSettings.LegacyMedia;
import org.bongsu.node.Homeserver;
import org.bongsu.reference.MediaReferences;
import org.bongsu.store.Readers;
import org.bongsu.upload.UploadApply.Upload;

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
  private volatile boolean hasBegunFrozen;

  LegacyAccess(Homeserver homeserver) {
    this.homeserver = homeserver;
    this.settings = homeserver.settings(MatrixSettings.class);
  }

  /** Whether the request may get the media. */
  boolean allows(Request request, Upload upload) {
    return request.optionalSession().isPresent()
        || isOpen()
        || settings.isBeforeFreeze(upload.createdMillis());
  }

  private boolean isOpen() {
    return homeserver.configuration().isGiven("legacy-media")
        ? settings.legacyMedia() == LegacyMedia.OPEN
        : !hasBegunFrozen();
  }

  /** Once true it stays true; before level 4 it is false. */
  private boolean hasBegunFrozen() {
    if (!hasBegunFrozen) {
      hasBegunFrozen = homeserver.shards().readers().read(LegacyAccess::wereAllWithoutMedia);
    }
    return hasBegunFrozen;
  }

  private static boolean wereAllWithoutMedia(Readers.Reader reader) {
    return IntStream.range(0, reader.shards())
        .allMatch(shard -> MediaReferences.beganWithoutMedia(reader.shard(shard)));
  }
}
