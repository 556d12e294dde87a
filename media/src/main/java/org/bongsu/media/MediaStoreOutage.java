package org.bongsu.media;

import java.io.IOException;
import java.util.Locale;
import org.bongsu.store.StoreUnavailable;
import org.jspecify.annotations.Nullable;

/**
 * The store cannot do now what it was asked to do, through no fault of the content. Nothing is half
 * stored: whoever catches this may answer "try again" and mean it.
 */
public final class MediaStoreOutage extends StoreUnavailable {
  /** Why. */
  public enum Reason {
    /** The disk is full, or so nearly full that the rest is left for messages. */
    NO_SPACE,
    /** The disk refuses writes. */
    READ_ONLY,
    /** More uploads at once than {@link MediaStore#RECEIVING_MAX}. */
    BUSY,
    /** Anything else that a disk can do to a program. */
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
