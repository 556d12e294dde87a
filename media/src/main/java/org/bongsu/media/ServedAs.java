package org.bongsu.media;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.Normalizer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The response headers of content, which ensure that nothing an uploader sends can run: every
 * response forbids sniffing and is sandboxed, and only types that cannot hold a script are shown
 * inline (specification: content repository, serving inline content).
 *
 * @param headers in the order in which they are sent
 */
public record ServedAs(Map<String, String> headers) {
  /** The specification's list of what may be shown inline. Everything else is a download. */
  private static final Set<String> INLINE =
      Set.of(
          "text/css",
          "text/plain",
          "text/csv",
          "application/json",
          "application/ld+json",
          "image/jpeg",
          "image/gif",
          "image/png",
          "image/apng",
          "image/webp",
          "image/avif",
          "video/mp4",
          "video/webm",
          "video/ogg",
          "video/quicktime",
          "audio/mp4",
          "audio/webm",
          "audio/aac",
          "audio/mpeg",
          "audio/ogg",
          "audio/wave",
          "audio/wav",
          "audio/x-wav",
          "audio/x-pn-wav",
          "audio/flac",
          "audio/x-flac");

  /**
   * What a browser runs, or shows as a page that can run something. It is sent as bytes without a
   * type, so that no page of this address can load an upload as a script.
   */
  private static final Pattern ACTIVE =
      Pattern.compile(
          ".*(?:java|ecma|j|live)script.*|text/html|.*[/+]xml|application/wasm"
              + "|multipart/.*|message/rfc822");

  private static final String BYTES = "application/octet-stream";

  /**
   * What a browser may still do with content that it opens: show pictures and play media of its own
   * address. No script, no form, no plugin, no origin.
   */
  public static final String CONTENT_SECURITY_POLICY =
      "sandbox; default-src 'none'; script-src 'none'; style-src 'unsafe-inline';"
          + " img-src 'self'; media-src 'self'; object-src 'none'";

  /** Longer file names are refused; most file systems end at 255 bytes. */
  public static final int FILE_NAME_CHARS_MAX = 255;

  /** Longer media types are ignored. */
  public static final int MEDIA_TYPE_CHARS_MAX = 255;

  private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]++";

  private static final Pattern MEDIA_TYPE =
      Pattern.compile(
          TOKEN
              + "/"
              + TOKEN
              + "(?:[ \\t]*+;[ \\t]*+"
              + TOKEN
              + "=(?:"
              + TOKEN
              + "|\"[ !#-\\[\\]-~]*+\"))*+");

  /**
   * Characters that need no percent encoding in RFC 8187, except those that some readers misread.
   */
  private static final String PLAIN = "!#$&+-.^_`|~";

  /** The type alone; it is among the headers, too. */
  public String contentType() {
    return headers.getOrDefault("Content-Type", BYTES);
  }

  public ServedAs {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /**
   * For a download, perhaps under another name.
   *
   * @param contentType the upload's; if it is not a media type, or one that a browser may run,
   *     {@code application/octet-stream} is sent
   * @param fileName any text, empty if the upload had none
   */
  public static ServedAs download(String contentType, Optional<String> fileName) {
    String safe =
        mediaType(contentType)
            .filter(type -> !ACTIVE.matcher(essence(type)).matches())
            .orElse(BYTES);
    String disposition = isInline(safe) ? "inline" : "attachment";
    return of(safe, disposition + fileName.map(ServedAs::fileNameParameters).orElse(""));
  }

  /** For a thumbnail that was made here. */
  public static ServedAs thumbnail(String contentType) {
    String name = contentType.equals("image/png") ? "thumbnail.png" : "thumbnail.jpg";
    return of(contentType, "inline" + fileNameParameters(name));
  }

  private static ServedAs of(String contentType, String disposition) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", contentType);
    headers.put("Content-Disposition", disposition);
    headers.put("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Cross-Origin-Resource-Policy", "cross-origin");
    headers.put("Referrer-Policy", "no-referrer");
    return new ServedAs(headers);
  }

  /** Whether this media type may be shown inline. */
  public static boolean isInline(String contentType) {
    return INLINE.contains(essence(contentType));
  }

  /** The text if it is a well-formed media type, else empty. */
  public static Optional<String> mediaType(String text) {
    String stripped = text.strip();
    boolean good =
        stripped.length() <= MEDIA_TYPE_CHARS_MAX && MEDIA_TYPE.matcher(stripped).matches();
    return good ? Optional.of(stripped) : Optional.empty();
  }

  /** Type and subtype in lower case, without parameters. */
  static String essence(String mediaType) {
    int end = mediaType.indexOf(';');
    String essence = end < 0 ? mediaType : mediaType.substring(0, end);
    return essence.strip().toLowerCase(Locale.ROOT);
  }

  /**
   * RFC 6266: the name in ASCII for old readers, and in UTF-8 if it has other characters.
   * Decomposed syllables (as macOS writes Korean) are composed.
   */
  private static String fileNameParameters(String fileName) {
    String name = harmless(Normalizer.normalize(fileName, Normalizer.Form.NFC));
    if (name.isEmpty()) {
      return "";
    }
    StringBuilder ascii = new StringBuilder();
    name.codePoints().forEach(c -> ascii.append(isQuotable(c) ? (char) c : '_'));
    String plain = "; filename=\"" + ascii + "\"";
    return ascii.toString().equals(name) ? plain : plain + "; filename*=UTF-8''" + encode(name);
  }

  /**
   * A name, not a path; without control characters and without those that change text direction.
   */
  private static String harmless(String name) {
    StringBuilder harmless = new StringBuilder();
    name.strip()
        .codePoints()
        .limit(FILE_NAME_CHARS_MAX)
        .forEach(c -> harmless.appendCodePoint(isHarmful(c) ? '_' : c));
    return harmless.toString();
  }

  private static boolean isHarmful(int c) {
    return c == '/'
        || c == '\\'
        || Character.isISOControl(c)
        || (c >= 0xd800 && c <= 0xdfff)
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069)
        || c == 0x2028
        || c == 0x2029
        || c == 0x200e
        || c == 0x200f;
  }

  private static boolean isQuotable(int c) {
    return c >= 0x20 && c < 0x7f && c != '"' && c != '%';
  }

  private static String encode(String name) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : name.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
      encoded.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return encoded.toString();
  }
}
