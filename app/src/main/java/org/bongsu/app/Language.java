package org.bongsu.app;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The language of messages to the operator. */
enum Language {
  EN,
  KO;

  /** Korean if the environment says so, otherwise English. */
  static Language of(Map<String, String> environment) {
    String locale =
        Stream.of("LC_ALL", "LC_MESSAGES", "LANG")
            .map(name -> environment.getOrDefault(name, ""))
            .filter(value -> !value.isEmpty())
            .findFirst()
            .orElse("");
    return locale.toLowerCase(Locale.ROOT).startsWith("ko") ? KO : EN;
  }

  static Language here() {
    return of(System.getenv());
  }

  /** One of two wordings. */
  String say(String english, String korean) {
    return this == KO ? korean : english;
  }

  /** Standard output; always in UTF-8. */
  static PrintStream out() {
    return new PrintStream(
        new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8);
  }
}
