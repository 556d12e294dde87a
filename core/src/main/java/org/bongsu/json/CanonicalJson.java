package org.bongsu.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Canonical JSON (specification, appendices): shortest form, keys in code point order, integers
 * within ±(2^53 - 1) and no floats.
 */
public final class CanonicalJson {
  private static final long INTEGER_MAX = (1L << 53) - 1;

  private CanonicalJson() {}

  /**
   * Encodes a value.
   *
   * @throws MalformedJson if it holds a float or an integer out of range
   */
  public static byte[] encode(JsonNode node) {
    StringBuilder out = new StringBuilder(512);
    write(node, out);
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Whether a value has a canonical form. */
  public static boolean isCanonicalizable(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT, ARRAY -> node.valueStream().allMatch(CanonicalJson::isCanonicalizable);
      case NUMBER -> isSafeInteger(node);
      default -> true;
    };
  }

  private static void write(JsonNode node, StringBuilder out) {
    switch (node.getNodeType()) {
      case OBJECT -> writeObject(node, out);
      case ARRAY -> writeArray(node, out);
      case STRING -> writeString(node.stringValue(), out);
      case NUMBER -> writeNumber(node, out);
      case BOOLEAN -> out.append(node.booleanValue());
      case NULL -> out.append("null");
      default -> throw new MalformedJson("not a JSON value: " + node.getNodeType());
    }
  }

  private static void writeObject(JsonNode node, StringBuilder out) {
    List<Map.Entry<String, JsonNode>> members = new ArrayList<>(node.properties());
    members.sort((a, b) -> compareCodePoints(a.getKey(), b.getKey()));
    char separator = '{';
    for (Map.Entry<String, JsonNode> member : members) {
      out.append(separator);
      writeString(member.getKey(), out);
      out.append(':');
      write(member.getValue(), out);
      separator = ',';
    }
    out.append(members.isEmpty() ? "{}" : "}");
  }

  private static void writeArray(JsonNode node, StringBuilder out) {
    char separator = '[';
    for (JsonNode element : node) {
      out.append(separator);
      write(element, out);
      separator = ',';
    }
    out.append(node.isEmpty() ? "[]" : "]");
  }

  private static void writeNumber(JsonNode node, StringBuilder out) {
    if (!isSafeInteger(node)) {
      throw new MalformedJson("numbers are integers within 2^53 - 1: " + node.asString());
    }
    out.append(node.longValue());
  }

  private static boolean isSafeInteger(JsonNode node) {
    return node.isIntegralNumber()
        && node.canConvertToLong()
        && Math.abs(node.longValue()) <= INTEGER_MAX;
  }

  private static void writeString(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /** UTF-16 order differs from code point order only between surrogates and U+E000 to U+FFFF. */
  private static int compareCodePoints(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean xSurrogate = Character.isSurrogate(x);
        return xSurrogate == Character.isSurrogate(y) ? x - y : xSurrogate ? 1 : -1;
      }
    }
    return a.length() - b.length();
  }
}
