package org.bongsu.media;

import java.io.IOException;
import java.util.Locale;
import org.bongsu.store.StoreUnavailable;
import org.jspecify.annotations.Nullable;

/**
 * The store cannot do this now, for reasons that are not the content's. Nothing is stored in part,
 * so the caller may answer "try again".
 */
public final class MediaStoreOutage extends StoreUnavailable {
  /** Why. */
  public enum Reason {
    /** The disk is full except for the reserve for messages. */
    NO_SPACE,
    /** The disk refuses writes. */
    READ_ONLY,
    /** More uploads at once than {@link MediaStore#RECEIVING_MAX}. */
    BUSY,
    /** Any other failure of the disk. */
    DEVICE_FAILED
  }

  private final Reason reason;

  MediaStoreOutage(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  public static MediaStoreOutage of(IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (message.contains("no space left") || message.contains("quota exceeded")) {
      return new MediaStoreOutage(Reason.NO_SPACE, "no space left for media", e);
    }
    if (message.contains("read-only")) {
      return new MediaStoreOutage(Reason.READ_ONLY, "the media directory is read-only", e);
    }
    return new MediaStoreOutage(Reason.DEVICE_FAILED, "the media directory failed", e);
  }
}
