package org.bongsu.watch.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * HTML, SVG and Atom, well-formed and escaped by construction. Written as XML that HTML parsers
 * read, too.
 */
final class Markup {
  /** Elements that HTML writes without an end tag. */
  private static final Set<String> VOID =
      Set.of("meta", "link", "br", "path", "line", "rect", "circle");

  private final String name;
  private final String text;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final List<Markup> children = new ArrayList<>();

  private Markup(String name, String text) {
    this.name = name;
    this.text = text;
  }

  static Markup tag(String name, Markup... children) {
    return new Markup(name, "").add(children);
  }

  /** An element with a class and text. */
  static Markup tag(String name, String className, String text) {
    Markup tag = tag(name, text(text));
    return className.isEmpty() ? tag : tag.with("class", className);
  }

  static Markup text(String text) {
    return new Markup("", text);
  }

  Markup with(String attribute, String value) {
    attributes.put(attribute, value);
    return this;
  }

  Markup of(String className) {
    return with("class", className);
  }

  Markup add(Markup... more) {
    children.addAll(List.of(more));
    return this;
  }

  Markup add(List<Markup> more) {
    children.addAll(more);
    return this;
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    write(out);
    return out.toString();
  }

  private void write(StringBuilder out) {
    if (name.isEmpty()) {
      escape(text, out);
      return;
    }
    out.append('<').append(name);
    attributes.forEach((attribute, value) -> {
      out.append(' ').append(attribute).append("=\"");
      escape(value, out);
      out.append('"');
    });
    if (VOID.contains(name)) {
      out.append("/>");
      return;
    }
    out.append('>');
    children.forEach(child -> child.write(out));
    out.append("</").append(name).append('>');
  }

  private static void escape(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\n', '\t' -> out.append(c);
        default -> out.append(isAllowed(c) ? c : '\uFFFD');
      }
    }
  }

  /** XML has no control characters, not even escaped. */
  private static boolean isAllowed(char c) {
    return c >= ' ' && c != '\uFFFE' && c != '\uFFFF' && (c < '\u007F' || c > '\u009F');
  }
}
