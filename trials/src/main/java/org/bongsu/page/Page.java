package org.bongsu.page;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The frame of a report: one HTML file with its style sheet in it. */
public final class Page {
  private Page() {}

  /**
   * Everything up to the content.
   *
   * @param title in Korean
   * @param subtitle in English
   * @param style what this report has besides the common style sheet; may be empty
   */
  public static String begin(String title, String subtitle, String style) {
    return "<!doctype html><html lang=\"ko\"><head><meta charset=\"utf-8\">"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
        + "<title>"
        + escaped(title)
        + "</title><style>"
        + resource(Page.class, "page.css")
        + style
        + "</style></head><body><header><h1>"
        + escaped(title)
        + "</h1><p>"
        + escaped(subtitle)
        + "</p></header><main>";
  }

  public static String end() {
    return "</main></body></html>\n";
  }

  /** As it stands between tags and in attributes. */
  public static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  /** A text beside a class in the jar. */
  public static String resource(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(name + " cannot be read", e);
    }
  }
}
