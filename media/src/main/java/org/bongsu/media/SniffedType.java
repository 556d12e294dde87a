package org.bongsu.media;

/** The type of content by its first bytes. */
public enum SniffedType {
  JPEG("image/jpeg"),
  PNG("image/png"),
  GIF("image/gif"),
  WEBP("image/webp"),
  TIFF("image/tiff"),
  HEIC("image/heic"),
  AVIF("image/avif"),
  JPEG_XL("image/jxl"),
  /** What a camera's sensor saw, in a format other than DNG; or a TIFF with offsets of 64 bits. */
  RAW_PHOTO("application/octet-stream"),
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
  /** HTML, SVG or other XML. Served as plain text, so that no browser renders it. */
  MARKUP("text/plain"),
  /** UTF-8 without control characters. */
  TEXT("text/plain");

  private final String mediaType;

  SniffedType(String mediaType) {
    this.mediaType = mediaType;
  }

  /** The media type that is served if the uploader declared none. */
  public String mediaType() {
    return mediaType;
  }

  /** Whether {@link Thumbnailer} may be able to read it. */
  public boolean isImage() {
    return mediaType.startsWith("image/");
  }

  /** Whether it is a picture, a video or sound. */
  public boolean isAudioOrVideo() {
    return mediaType.startsWith("audio/") || mediaType.startsWith("video/");
  }
}
