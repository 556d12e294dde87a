package org.bongsu.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Detects the type of content by its first bytes, at most {@link MediaSink#HEAD_BYTES}, and decides
 * under which media type it is served.
 */
public final class ContentSniffer {
  /** Brands of an ISO base media file that are examined; real files have fewer. */
  private static final int BRANDS_MAX = 32;

  /** What a QuickTime film without {@code ftyp} begins with. */
  private static final List<String> QUICKTIME_BOXES = List.of("moov", "mdat", "wide");

  /** What may be in front of that. */
  private static final List<String> QUICKTIME_FILLERS =
      List.of("free", "skip", "pnot", "PICT", "pict", "udta", "uuid", "meta", "moof", "sidx");

  /** Olympus, Panasonic, Fujifilm, Sigma, Minolta, and BigTIFF. */
  private static final List<String> RAW_PHOTOS =
      List.of(
          "IIRO", "IIRS", "MMOR", "IIU\0", "FUJIFILMCCD-RAW", "FOVb", "\0MRM", "II+\0", "MM\0+");

  private static final String OCTET_STREAM = "application/octet-stream";

  /** Markup that a browser might run, at the beginning of a text. */
  private static final Pattern MARKUP =
      Pattern.compile(
          "\\A\\s*+<(?:!doctype|!--|\\?xml|html|head|body|script|svg|iframe|title|style|table|img"
              + "|meta|link|a|p|div|br|h1|b|font|xsl:|math)\\b?",
          Pattern.CASE_INSENSITIVE);

  private ContentSniffer() {}

  /**
   * What the content is; empty if its first bytes don't tell (encrypted files, for example).
   *
   * @param head the first bytes, {@link MediaSink#head()}
   */
  public static Optional<SniffedType> sniff(byte[] head) {
    return binary(head).or(() -> text(head));
  }

  private static Optional<SniffedType> binary(byte[] head) {
    if (has(head, 0, "\u00ff\u00d8\u00ff")) {
      return Optional.of(SniffedType.JPEG);
    }
    if (has(head, 0, "\u0089PNG\r\n\u001a\n")) {
      return Optional.of(SniffedType.PNG);
    }
    if (has(head, 0, "GIF87a") || has(head, 0, "GIF89a")) {
      return Optional.of(SniffedType.GIF);
    }
    if (has(head, 0, "RIFF")) {
      return has(head, 8, "WEBP")
          ? Optional.of(SniffedType.WEBP)
          : has(head, 8, "WAVE") ? Optional.of(SniffedType.WAV) : Optional.empty();
    }
    if (has(head, 4, "ftyp") || has(head, 4, "styp")) {
      return Optional.of(isoBaseMedia(head));
    }
    if (isQuickTime(head)) {
      return Optional.of(SniffedType.QUICKTIME);
    }
    if (has(head, 0, "II*\0") || has(head, 0, "MM\0*")) {
      return Optional.of(SniffedType.TIFF);
    }
    if (has(head, 0, "\0\0\0\u000cJXL \r\n\u0087\n")) {
      return Optional.of(SniffedType.JPEG_XL);
    }
    if (RAW_PHOTOS.stream().anyMatch(magic -> has(head, 0, magic))) {
      return Optional.of(SniffedType.RAW_PHOTO);
    }
    if (has(head, 0, "\u001aE\u00df\u00a3")) {
      return Optional.of(contains(head, 64, "webm") ? SniffedType.WEBM : SniffedType.MATROSKA);
    }
    if (has(head, 0, "OggS")) {
      boolean video = contains(head, 512, "theora");
      return Optional.of(video ? SniffedType.OGG_VIDEO : SniffedType.OGG);
    }
    if (has(head, 0, "fLaC")) {
      return Optional.of(SniffedType.FLAC);
    }
    if (has(head, 0, "%PDF-")) {
      return Optional.of(SniffedType.PDF);
    }
    if (has(head, 0, "PK\u0003\u0004") || has(head, 0, "PK\u0005\u0006")) {
      return Optional.of(SniffedType.ZIP);
    }
    return mpegAudio(head);
  }

  /** Older ones have no {@code ftyp}. A text can't begin with the size of a small box. */
  private static boolean isQuickTime(byte[] head) {
    return QUICKTIME_BOXES.stream().anyMatch(box -> has(head, 4, box))
        || (head.length > 0
            && head[0] == 0
            && QUICKTIME_FILLERS.stream().anyMatch(box -> has(head, 4, box)));
  }

  private static Optional<SniffedType> mpegAudio(byte[] head) {
    if (has(head, 0, "ID3")) {
      return Optional.of(SniffedType.MP3);
    }
    if (head.length < 4 || (head[0] & 0xff) != 0xff) {
      return Optional.empty();
    }
    int second = head[1] & 0xff;
    if ((second & 0xf6) == 0xf0) {
      return Optional.of(SniffedType.AAC);
    }
    boolean layer3 = (second & 0xe6) == 0xe2 && (second & 0x18) != 0x08;
    int bitrate = (head[2] & 0xf0) >> 4;
    int sampleRate = (head[2] & 0x0c) >> 2;
    boolean real = layer3 && bitrate != 0 && bitrate != 15 && sampleRate != 3;
    return real ? Optional.of(SniffedType.MP3) : Optional.empty();
  }

  private static SniffedType isoBaseMedia(byte[] head) {
    boolean heic = false;
    for (int i = 0; i < BRANDS_MAX; i++) {
      int at = i == 0 ? 8 : 12 + 4 * i;
      if (at + 4 > head.length || (i > 0 && at + 4 > boxSize(head))) {
        break;
      }
      String brand = new String(head, at, 4, ISO_8859_1);
      switch (brand) {
        case "avif", "avis" -> {
          return SniffedType.AVIF;
        }
        case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1" -> heic = true;
        case "crx " -> {
          return SniffedType.RAW_PHOTO;
        }
        case "qt  " -> {
          return SniffedType.QUICKTIME;
        }
        case "M4A ", "M4B ", "F4A " -> {
          return SniffedType.M4A;
        }
        default -> {}
      }
    }
    return heic ? SniffedType.HEIC : SniffedType.MP4;
  }

  private static long boxSize(byte[] head) {
    return ByteBuffer.wrap(head).getInt(0) & 0xffffffffL;
  }

  private static Optional<SniffedType> text(byte[] head) {
    if (head.length == 0 || !isUtf8(head)) {
      return Optional.empty();
    }
    String text = new String(head, UTF_8);
    String withoutMark = text.startsWith("\ufeff") ? text.substring(1) : text;
    boolean markup = MARKUP.matcher(withoutMark).find();
    return Optional.of(markup ? SniffedType.MARKUP : SniffedType.TEXT);
  }

  /** Whether it is UTF-8 text, perhaps cut off within its last character. */
  private static boolean isUtf8(byte[] head) {
    CharsetDecoder decoder =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer chars = CharBuffer.allocate(head.length);
    CoderResult result =
        decoder.decode(ByteBuffer.wrap(head), chars, head.length < MediaSink.HEAD_BYTES);
    return !result.isError()
        && chars.flip().chars().noneMatch(c -> (c < 0x20 && !isSpace(c)) || c == 0x7f);
  }

  private static boolean isSpace(int c) {
    return c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == 0x1b;
  }

  /**
   * The media type under which an upload is stored and served. The specification (content
   * repository, {@code Content-Type} of a download) allows these: the declared one; a charset added
   * to text; {@code application/octet-stream} if the declaration is missing or obviously wrong.
   *
   * @param declared the upload's {@code Content-Type}, empty if it had none
   * @param head the first bytes
   */
  public static String contentType(Optional<String> declared, byte[] head) {
    Optional<SniffedType> sniffed = sniff(head);
    Optional<String> safe = declared.flatMap(ServedAs::mediaType);
    if (safe.isEmpty()) {
      return withCharset(sniffed.map(SniffedType::mediaType).orElse(OCTET_STREAM), sniffed);
    }
    return isObviouslyWrong(safe.get(), sniffed) ? OCTET_STREAM : withCharset(safe.get(), sniffed);
  }

  /** Whether the first bytes contradict the declared type; types unknown here are accepted. */
  private static boolean isObviouslyWrong(String declared, Optional<SniffedType> sniffed) {
    return switch (ServedAs.essence(declared)) {
      case "image/jpeg",
          "image/png",
          "image/apng",
          "image/gif",
          "image/webp",
          "image/heic",
          "image/heif",
          "image/avif" ->
          sniffed.filter(SniffedType::isImage).isEmpty();
      case "application/pdf" -> sniffed.filter(type -> type == SniffedType.PDF).isEmpty();
      default -> false;
    };
  }

  private static String withCharset(String mediaType, Optional<SniffedType> sniffed) {
    boolean utf8 =
        sniffed.filter(type -> type == SniffedType.TEXT || type == SniffedType.MARKUP).isPresent();
    boolean bare =
        mediaType.startsWith("text/") && !mediaType.toLowerCase(Locale.ROOT).contains("charset=");
    return utf8 && bare ? mediaType + "; charset=utf-8" : mediaType;
  }

  private static boolean has(byte[] head, int at, String magic) {
    if (head.length < at + magic.length()) {
      return false;
    }
    for (int i = 0; i < magic.length(); i++) {
      if ((head[at + i] & 0xff) != magic.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean contains(byte[] head, int within, String word) {
    return new String(head, 0, Math.min(head.length, within), ISO_8859_1).contains(word);
  }
}
