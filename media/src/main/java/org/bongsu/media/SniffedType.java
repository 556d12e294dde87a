package org.bongsu.media;

/** What the first bytes of some content say it is. */
public enum SniffedType {
  JPEG("image/jpeg"),
  PNG("image/png"),
  GIF("image/gif"),
  WEBP("image/webp"),
  HEIC("image/heic"),
  AVIF("image/avif"),
  MP4("video/mp4"),
  QUICKTIME("video/quicktime"),
  WEBM("video/webm"),
  MATROSKA("video/x-matroska"),
  M4A("audio/mp4"),
  MP3("audio/mpeg"),
  AAC("audio/aac"),
  OGG("audio/ogg"),
  OGG_VIDEO("video/ogg"),
  WAV("audio/wav"),
  FLAC("audio/flac"),
  PDF("application/pdf"),
  ZIP("application/zip"),
  /** HTML, SVG or other XML. It is named as plain text: nobody's guess makes a page out of it. */
  MARKUP("text/plain"),
  /** UTF-8 without control characters. */
  TEXT("text/plain");

  private final String mediaType;

  SniffedType(String mediaType) {
    this.mediaType = mediaType;
  }

  /** The media type that is served where the uploader declared none. */
  public String mediaType() {
    return mediaType;
  }

  /** Whether {@link Thumbnailer} may know how to make it small. */
  public boolean isImage() {
    return mediaType.startsWith("image/");
  }

  /** Whether it is made of pictures or sound. */
  public boolean isAudioOrVideo() {
    return mediaType.startsWith("audio/") || mediaType.startsWith("video/");
  }
}
