package org.bongsu.settings;

import java.net.URI;
import java.util.List;

/** Addresses of pages and servers in settings. */
public final class WebAddress {
  private WebAddress() {}

  /**
   * The address without a slash at its end; empty stays empty.
   *
   * @throws IllegalArgumentException if it is neither http nor https
   */
  public static String checked(String text) {
    if (text.isEmpty()) {
      return text;
    }
    URI url = URI.create(text);
    if (url.getHost() == null || !List.of("http", "https").contains(url.getScheme())) {
      throw new IllegalArgumentException("this is not an http or https URL");
    }
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
