package org.bongsu.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * Blanks the locations in an XMP packet. Attributes and elements become spaces, so that the packet
 * stays well-formed XML and keeps its length. It reads the packet once from front to back, without
 * regular expressions, so that the time is linear in its length.
 */
final class XmpLocation {
  /**
   * Local names, whatever their prefix: Photoshop, IPTC core and extension, drones. And all that
   * begin with "gps" (EXIF and many makers).
   */
  private static final Set<String> PLACES =
      Set.of(
          "City",
          "State",
          "Country",
          "CountryCode",
          "CountryName",
          "Location",
          "LocationName",
          "LocationId",
          "LocationShown",
          "LocationCreated",
          "Sublocation",
          "ProvinceState",
          "WorldRegion",
          "Latitude",
          "Longitude",
          "Longtitude");

  private static final int NAME_CHARS_MAX = 20;

  /** One character for each byte: positions are the same in both. */
  private final String text;

  private final char[] cleaned;
  private boolean unreadable;
  private boolean found;

  private XmpLocation(String text) {
    this.text = text;
    this.cleaned = text.toCharArray();
  }

  /**
   * The packet without locations, of the same length. One that can't be read is blanked completely.
   */
  static byte[] without(byte[] packet) {
    String text = new String(packet, ISO_8859_1);
    if (text.indexOf('\0') >= 0 && text.indexOf('\0') < endOfText(text)) {
      // UTF-16 or UTF-32, which cameras don't write.
      return mentionsPlace(text.replace("\0", "")) ? blank(packet.length) : packet;
    }
    XmpLocation scan = new XmpLocation(text);
    scan.run();
    String cleaned = new String(scan.cleaned);
    boolean hidden = scan.unreadable || cleaned.toLowerCase(Locale.ROOT).contains(":gps");
    return hidden ? blank(packet.length) : cleaned.getBytes(ISO_8859_1);
  }

  /** Some writers pad with zeros. */
  private static int endOfText(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '\0') {
      end--;
    }
    return end;
  }

  /** Whether a text has a location; for packets that come in parts or compressed. */
  static boolean mentionsPlace(String text) {
    XmpLocation scan = new XmpLocation(text);
    scan.run();
    return scan.found || text.toLowerCase(Locale.ROOT).contains("gps");
  }

  static byte[] blank(int length) {
    byte[] blank = new byte[length];
    Arrays.fill(blank, (byte) ' ');
    return blank;
  }

  private void run() {
    int at = 0;
    while (at < text.length() && !unreadable) {
      char c = text.charAt(at);
      int name = at + 1;
      at = name;
      if (c == '<' || isSpace(c)) {
        int end = endOfName(name);
        at = end;
        if (isPlace(name, end)) {
          at = c == '<' ? blankElement(name, end) : blankAttribute(name, end);
        }
      }
    }
  }

  /** Up to the end of its closing tag, or of its only tag. */
  private int blankElement(int name, int nameEnd) {
    found = true;
    int end = text.indexOf('>', nameEnd) + 1;
    if (end > 0 && text.charAt(end - 2) != '/') {
      int closing = text.indexOf("</" + text.substring(name, nameEnd), end);
      end = closing < 0 ? 0 : text.indexOf('>', closing) + 1;
    }
    return blank(name - 1, end);
  }

  /** From its name to its closing quote. A name that nothing is assigned to is just a word. */
  private int blankAttribute(int name, int nameEnd) {
    int at = skipSpaces(nameEnd);
    if (at >= text.length() || text.charAt(at) != '=') {
      return at;
    }
    found = true;
    at = skipSpaces(at + 1);
    boolean quoted = at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'');
    return blank(name, quoted ? text.indexOf(text.charAt(at), at + 1) + 1 : 0);
  }

  /** An end of 0 means that there was none. */
  private int blank(int from, int end) {
    if (end <= from) {
      unreadable = true;
      return text.length();
    }
    Arrays.fill(cleaned, from, end, ' ');
    return end;
  }

  private boolean isPlace(int name, int end) {
    if (text.startsWith("xmlns:", name)) {
      // Blanking the declaration of a prefix would leave its uses; found at the end, see above.
      return false;
    }
    int local = end;
    while (local > name && text.charAt(local - 1) != ':') {
      local--;
    }
    if (local + 3 <= end && text.regionMatches(true, local, "gps", 0, 3)) {
      return true;
    }
    // A longer name is none of these.
    return end - local <= NAME_CHARS_MAX && PLACES.contains(text.substring(local, end));
  }

  private int endOfName(int from) {
    int at = from;
    while (at < text.length() && isNameCharacter(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private int skipSpaces(int from) {
    int at = from;
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isNameCharacter(char c) {
    boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || c == ':' || c == '_' || c == '-' || c == '.';
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }
}
