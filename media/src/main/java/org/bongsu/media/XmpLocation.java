package org.bongsu.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Blanks the locations in an XMP packet. Attributes and elements become spaces, so that the packet
 * stays well-formed XML and keeps its length. It reads the packet once from front to back, without
 * regular expressions, so that the time is linear in its length.
 */
final class XmpLocation {
  /** Another document type, or entities of its own: what the text says then stands elsewhere. */
  private static final Pattern DECLARATION =
      Pattern.compile("<!(?:doctype|entity)", Pattern.CASE_INSENSITIVE);

  private static final Pattern ENTITY =
      Pattern.compile("&(?:#([0-9]{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|amp|quot|apos));");

  /** XML may be the text of other XML; deeper than this it is taken for hidden. */
  private static final int ESCAPED_DEPTH_MAX = 4;

  /** Longer names are looked at up to here. */
  private static final int NAME_CHARS_MAX = 256;

  /** The work for one character, in the unit of the budget. */
  private static final int CHARACTER = 8;

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
  static byte[] without(byte[] packet, ParsingBudget budget) {
    budget.take((long) CHARACTER * packet.length);
    String text = new String(packet, ISO_8859_1);
    if (text.indexOf('\0') >= 0 && text.indexOf('\0') < endOfText(text)) {
      // UTF-16 or UTF-32, which cameras don't write.
      String narrow = text.replace("\0", "");
      return hasPlace(narrow) || PlaceNames.isIn(narrow) ? blank(packet.length) : packet;
    }
    XmpLocation scan = new XmpLocation(text);
    scan.run();
    String cleaned = new String(scan.cleaned);
    boolean hidden =
        scan.unreadable
            || cleaned.toLowerCase(Locale.ROOT).contains(":gps")
            || DECLARATION.matcher(text).find()
            || isPlaceEscaped(cleaned, budget);
    return hidden ? blank(packet.length) : cleaned.getBytes(ISO_8859_1);
  }

  /**
   * Whether there is a location in XML that is written as text, with {@code &lt;} for a bracket.
   */
  private static boolean isPlaceEscaped(String text, ParsingBudget budget) {
    String outer = text;
    for (int depth = 0; outer.indexOf('&') >= 0; depth++) {
      budget.take((long) CHARACTER * outer.length());
      String inner = ENTITY.matcher(outer).replaceAll(XmpLocation::character);
      if (inner.equals(outer)) {
        return false;
      }
      if (depth == ESCAPED_DEPTH_MAX || hasPlace(inner)) {
        return true;
      }
      outer = inner;
    }
    return false;
  }

  private static String character(MatchResult entity) {
    String decimal = entity.group(1);
    String hexadecimal = entity.group(2);
    int code =
        decimal != null
            ? Integer.parseInt(decimal)
            : hexadecimal != null
                ? Integer.parseInt(hexadecimal, 16)
                : switch (String.valueOf(entity.group(3))) {
                  case "lt" -> '<';
                  case "gt" -> '>';
                  case "quot" -> '"';
                  case "apos" -> '\'';
                  default -> '&';
                };
    return Matcher.quoteReplacement(String.valueOf((char) code));
  }

  /** Some writers pad with zeros. */
  private static int endOfText(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '\0') {
      end--;
    }
    return end;
  }

  private static boolean hasPlace(String text) {
    XmpLocation scan = new XmpLocation(text);
    scan.run();
    return scan.found;
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
    return PlaceNames.isOne(text.substring(name, Math.min(end, name + NAME_CHARS_MAX)));
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
    boolean other = c == ':' || c == '_' || c == '-' || c == '.' || c >= 0x80;
    return letter || (c >= '0' && c <= '9') || other;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }
}
