package org.bongsu.app;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** In which language the operator is spoken to. */
enum Language {
  EN,
  KO;

  /** Korean where the environment says so, English otherwise. */
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

  /** Where the operator reads; UTF-8 whatever the locale says. */
  static PrintStream out() {
    return new PrintStream(
        new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8);
  }
}
