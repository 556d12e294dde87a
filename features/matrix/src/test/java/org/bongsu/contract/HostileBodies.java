package org.bongsu.contract;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bongsu.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Corrupts the harmless body of a request. */
final class HostileBodies {
  /** Far deeper than any parser should follow, but small in bytes. */
  private static final int NESTING = 1000;

  private static final int HUGE_STRING = 300_000;

  /** Beyond the limit of an event (65,536 bytes) and of any sensible JSON body. */
  private static final int OVERSIZED = 24 * 1024 * 1024;

  private static final String MARK = "@@MARK@@";

  /** A body, and whether it isn't a JSON object, so that accepting it is wrong. */
  record Spoiled(byte[] bytes, boolean malformed) {
    static Spoiled text(String text, boolean malformed) {
      return new Spoiled(text.getBytes(StandardCharsets.UTF_8), malformed);
    }
  }

  private final RandomGenerator random;

  HostileBodies(RandomGenerator random) {
    this.random = random;
  }

  Spoiled malformed(String harmless) {
    int cut = harmless.length() < 2 ? 0 : random.nextInt(1, harmless.length());
    return Spoiled.text(
        pick(
            List.of(
                harmless.substring(0, cut) + "\u0001",
                "{",
                harmless + "}",
                harmless + harmless,
                harmless.substring(0, harmless.length() - 1) + ",}",
                "{'single': 1}",
                "{\"a\" 1}",
                "\uFEFF{",
                "<?xml version=\"1.0\"?><a/>",
                "a=1&b=2",
                "{\"a\": tru}",
                "{\"a\": \"\\x\"}",
                "/* comment */ {")),
        true);
  }

  Spoiled wrongType(JsonNode harmless) {
    String raw =
        pick(
            List.of(
                "7",
                "-1",
                "true",
                "null",
                "[]",
                "{}",
                "\"\"",
                "\"text\"",
                "[null]",
                "[[[]]]",
                "{\"a\":{}}",
                "[1,\"a\",{}]",
                "\"\\u0000\"",
                "9223372036854775807"));
    return Spoiled.text(withRaw(harmless, raw), false);
  }

  Spoiled deep(JsonNode harmless) {
    String raw =
        random.nextBoolean()
            ? "[".repeat(NESTING) + "]".repeat(NESTING)
            : "{\"a\":".repeat(NESTING) + "1" + "}".repeat(NESTING);
    return Spoiled.text(random.nextBoolean() ? raw : withRaw(harmless, raw), false);
  }

  Spoiled hugeString(JsonNode harmless) {
    String unit = pick(List.of("a", "봉", "🔥", "\\u0000", " "));
    String raw = "\"" + unit.repeat(HUGE_STRING / unit.length()) + "\"";
    return Spoiled.text(random.nextInt(4) == 0 ? "{" + raw + ":1}" : withRaw(harmless, raw), false);
  }

  Spoiled number(JsonNode harmless) {
    return Spoiled.text(
        withRaw(
            harmless,
            pick(
                List.of(
                    "1.5",
                    "1.0",
                    "-0.0",
                    "1e400",
                    "1E-7",
                    "9007199254740993",
                    "1e2",
                    "-1",
                    "123456789012345678901234567890",
                    "9".repeat(2000)))),
        false);
  }

  Spoiled notANumber(JsonNode harmless) {
    return Spoiled.text(
        withRaw(harmless, pick(List.of("NaN", "Infinity", "-Infinity", "0x10", "01", "+1", ".5"))),
        true);
  }

  Spoiled nul(JsonNode harmless) {
    boolean raw = random.nextBoolean();
    return Spoiled.text(withRaw(harmless, raw ? "\"a\0b\"" : "\"a\\u0000b\""), raw);
  }

  Spoiled encoding(JsonNode harmless) {
    if (random.nextInt(4) == 0) { // grammatical, and still no character
      return Spoiled.text(withRaw(harmless, "\"\\ud800\""), false);
    }
    String invalid =
        pick(
            List.of(
                "\u00ff\u00fe", "\u00ed\u00a0\u0080", "\u00c0\u0080", "\u00f8\u0088", "\u0080"));
    String[] around = withRaw(harmless, "\"" + MARK + "\"").split(MARK, -1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(around[0].getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(invalid.getBytes(StandardCharsets.ISO_8859_1));
    bytes.writeBytes(around[1].getBytes(StandardCharsets.UTF_8));
    return new Spoiled(bytes.toByteArray(), true);
  }

  Spoiled duplicateKey(JsonNode harmless) {
    if (!(harmless instanceof ObjectNode object) || object.isEmpty()) {
      return Spoiled.text("{\"a\":1,\"a\":2}", false);
    }
    String text = Json.text(object);
    String key = pick(List.copyOf(object.propertyNames()));
    return Spoiled.text(
        "{"
            + Json.text(Json.array().add(key)).replaceAll("^\\[|]$", "")
            + ":7,"
            + text.substring(1),
        false);
  }

  Spoiled otherTopLevel() {
    return Spoiled.text(
        pick(List.of("[]", "1", "\"x\"", "null", "true", "[{}]", "1.5", "\"\"", " ")), true);
  }

  Spoiled oversized() {
    return Spoiled.text("{\"a\":\"" + "a".repeat(OVERSIZED) + "\"}", false);
  }

  /** The body with one value, at a random place, replaced by this text. */
  private String withRaw(JsonNode harmless, String raw) {
    JsonNode copy = harmless.deepCopy();
    List<Runnable> places = new ArrayList<>();
    places(copy, places);
    if (places.isEmpty()) {
      return "{\"key\":" + raw + "}";
    }
    pick(places).run();
    return Json.text(copy).replace("\"" + MARK + "\"", raw);
  }

  private static void places(JsonNode node, List<Runnable> places) {
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(e -> {
            places(e.getValue(), places);
            places.add(() -> object.put(e.getKey(), MARK));
          });
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        int at = i;
        places(array.path(i), places);
        places.add(() -> array.set(at, MARK));
      }
    }
  }

  private <T> T pick(List<T> list) {
    return FuzzMaterial.pick(list, random);
  }
}
