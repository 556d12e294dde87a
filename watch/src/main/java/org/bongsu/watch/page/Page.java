package org.bongsu.watch.page;

import static org.bongsu.watch.page.Markup.tag;
import static org.bongsu.watch.page.Markup.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.bongsu.watch.ServiceState;

/** What all pages have in common: head, style, language. */
final class Page {
  /** The style of all pages; inside of each, so that a page is whole wherever it is kept. */
  static final String STYLE = resource("style.css");

  private static final String POLICY =
      "default-src 'none'; style-src 'sha256-%s'; img-src data:; base-uri 'none'; form-action 'self'"
          .formatted(sha256(STYLE));

  private Page() {}

  /**
   * A page.
   *
   * @param state whose colour the icon has
   * @param home the way to the directory of {@code index.html}, such as {@code ../}
   */
  static PageFile of(
      Words words, String title, ServiceState state, String home, List<Markup> body) {
    Markup head =
        tag(
            "head",
            tag("meta").with("charset", "utf-8"),
            tag("meta").with("http-equiv", "Content-Security-Policy").with("content", POLICY),
            tag("meta")
                .with("name", "viewport")
                .with("content", "width=device-width, initial-scale=1"),
            tag("meta").with("name", "color-scheme").with("content", "light dark"),
            tag("meta").with("name", "referrer").with("content", "no-referrer"),
            tag("title", text(title)),
            tag("link").with("rel", "icon").with("href", icon(state)),
            tag("link")
                .with("rel", "alternate")
                .with("type", "application/atom+xml")
                .with("href", home + "feed.atom"));
    // The only text that is not escaped: ours, and without anything to escape.
    String html =
        tag("html", head, tag("body", tag("main").add(body)))
            .with("lang", words.language())
            .toString()
            .replace("</title>", "</title><style>" + STYLE + "</style>");
    return PageFile.of("text/html; charset=utf-8", "<!DOCTYPE html>\n" + html + "\n");
  }

  /** A beacon in the colour of the state. */
  private static String icon(ServiceState state) {
    String colour =
        switch (state) {
          case WORKS -> "1a8754";
          case SLOW, PARTLY_DOWN -> "9a5b00";
          case DOWN -> "c62828";
          case UNKNOWN -> "6b7280";
        };
    String svg =
        ("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'>"
                + "<circle cx='8' cy='8' r='7' fill='#%s'/></svg>")
            .formatted(colour);
    return "data:image/svg+xml;base64,"
        + Base64.getEncoder().encodeToString(svg.getBytes(StandardCharsets.US_ASCII));
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return Base64.getEncoder()
          .encodeToString(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A file next to this class. */
  static String resource(String name) {
    try (InputStream in = Objects.requireNonNull(Page.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
