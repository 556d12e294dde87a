package org.bongsu.contract;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bongsu.contract.HostileBodies.Spoiled;
import org.bongsu.json.Json;
import tools.jackson.databind.JsonNode;

/** Hostile requests, each determined by the seed and its number. */
final class HostileRequests {
  /** Operations that end the session of the request's token. */
  private static final List<String> ENDING =
      List.of(
          "logout",
          "logout_all",
          "deactivateAccount",
          "changePassword",
          "deleteDevice",
          "deleteDevices");

  private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");

  /** The defects of a request. The first ones apply to every operation. */
  enum Kind {
    HARMLESS(false),
    BAD_TOKEN(false),
    BAD_SEGMENT(false),
    BAD_QUERY(false),
    OTHER_METHOD(false),
    HUGE_HEADERS(false),
    BROKEN_HTTP(false),
    MALFORMED(true),
    WRONG_TYPE(true),
    DEEP(true),
    HUGE_STRING(true),
    NUMBER(true),
    NOT_A_NUMBER(true),
    NUL(true),
    ENCODING(true),
    DUPLICATE_KEY(true),
    OTHER_TOP_LEVEL(true),
    MISSING_BODY(true),
    OTHER_CONTENT_TYPE(true),
    SLOW(true),
    OVERSIZED(true);

    final boolean concernsBody;

    Kind(boolean concernsBody) {
      this.concernsBody = concernsBody;
    }
  }

  /**
   * One hostile request.
   *
   * @param bytes as sent
   * @param pace of sending
   * @param brokenHttp whether it violates HTTP itself: then closing the connection is a right
   *     answer
   * @param malformed whether the body isn't a JSON object although one is required
   */
  record Attack(
      int number,
      Kind kind,
      Operation operation,
      String method,
      String target,
      byte[] body,
      byte[] bytes,
      RawHttp.Pace pace,
      boolean brokenHttp,
      boolean malformed) {}

  private final List<Operation> operations;
  private final FuzzMaterial material;
  private final long seed;

  HostileRequests(List<Operation> operations, FuzzMaterial material, long seed) {
    this.operations = operations;
    this.material = material;
    this.seed = seed;
  }

  /**
   * The request with this number; any N consecutive numbers, for N operations, visit all of them.
   */
  Attack attack(int number) {
    RandomGenerator random = new SplittableRandom(seed * 1_000_003L + number);
    Operation operation = operations.get(number % operations.size());
    return new Draft(number, operation, random).attack();
  }

  /** A harmless request that is corrupted in one way. */
  private final class Draft {
    private final int number;
    private final Operation operation;
    private final RandomGenerator random;
    private final HostileValues values;
    private final Kind kind;
    private String method;
    private String authorization;
    private String contentType = "application/json";
    private List<String> additionalHeaders = List.of();
    private RawHttp.Pace pace = RawHttp.Pace.AT_ONCE;
    private Spoiled body = new Spoiled(new byte[0], false);

    Draft(int number, Operation operation, RandomGenerator random) {
      this.number = number;
      this.operation = operation;
      this.random = random;
      this.values = new HostileValues(random);
      this.method = operation.method();
      boolean ends = ENDING.contains(operation.id());
      this.authorization = "Bearer " + (ends ? pick(material.expendable()) : material.token());
      this.kind = kind();
    }

    private Kind kind() {
      List<Kind> possible = new ArrayList<>();
      for (Kind kind : Kind.values()) {
        if (!kind.concernsBody || operation.body().isPresent()) {
          possible.add(kind);
        }
      }
      Kind chosen = pick(possible);
      boolean costly = chosen == Kind.OVERSIZED || chosen == Kind.SLOW;
      return costly && random.nextInt(6) > 0 ? Kind.WRONG_TYPE : chosen;
    }

    Attack attack() {
      String target = target();
      if (operation.body().isPresent()) {
        JsonNode sample =
            operation
                .body()
                .get()
                .schema()
                .map(new Samples(material, random)::of)
                .orElse(Json.object());
        body = body(sample);
      }
      spoilHead();
      String shownTarget = kind == Kind.BROKEN_HTTP ? target + " (broken)" : target;
      byte[] bytes = bytes(target);
      boolean wantsJson =
          operation.body().filter(b -> b.required() && b.schema().isPresent()).isPresent();
      return new Attack(
          number,
          kind,
          operation,
          method,
          shownTarget,
          body.bytes(),
          bytes,
          pace,
          kind == Kind.BROKEN_HTTP || kind == Kind.HUGE_HEADERS || !ascii(target),
          wantsJson && body.malformed() && method.equals(operation.method()));
    }

    private static boolean ascii(String text) {
      return text.chars().allMatch(c -> c > ' ' && c < 127);
    }

    private Spoiled body(JsonNode sample) {
      HostileBodies bodies = new HostileBodies(random);
      return switch (kind) {
        case MALFORMED -> bodies.malformed(Json.text(sample));
        case WRONG_TYPE -> bodies.wrongType(sample);
        case DEEP -> bodies.deep(sample);
        case HUGE_STRING -> bodies.hugeString(sample);
        case NUMBER -> bodies.number(sample);
        case NOT_A_NUMBER -> bodies.notANumber(sample);
        case NUL -> bodies.nul(sample);
        case ENCODING -> bodies.encoding(sample);
        case DUPLICATE_KEY -> bodies.duplicateKey(sample);
        case OTHER_TOP_LEVEL -> bodies.otherTopLevel();
        case OVERSIZED -> bodies.oversized();
        case MISSING_BODY -> Spoiled.text("", false);
        case HARMLESS, BAD_TOKEN, BAD_SEGMENT, BAD_QUERY, OTHER_METHOD, HUGE_HEADERS ->
            plain(sample);
        case BROKEN_HTTP, OTHER_CONTENT_TYPE, SLOW -> plain(sample);
      };
    }

    private Spoiled plain(JsonNode sample) {
      return Spoiled.text(Json.text(sample), false);
    }

    private void spoilHead() {
      switch (kind) {
        case BAD_TOKEN -> authorization = values.authorization(material.token());
        case OTHER_METHOD -> method = values.method();
        case HUGE_HEADERS -> additionalHeaders = values.hugeHeaders();
        case OTHER_CONTENT_TYPE -> contentType = values.contentType();
        case SLOW -> pace = new RawHttp.Pace(10, Duration.ofMillis(40), false);
        case BROKEN_HTTP -> pace = new RawHttp.Pace(1, Duration.ZERO, true);
        case HARMLESS, BAD_SEGMENT, BAD_QUERY, MALFORMED, WRONG_TYPE, DEEP, HUGE_STRING -> {}
        case NUMBER, NOT_A_NUMBER, NUL, ENCODING, DUPLICATE_KEY, OTHER_TOP_LEVEL -> {}
        case MISSING_BODY, OVERSIZED -> {}
      }
    }

    private String target() {
      List<String> names = new ArrayList<>();
      Matcher matcher = VARIABLE.matcher(operation.path());
      while (matcher.find()) {
        names.add(matcher.group(1));
      }
      String spoiled = kind == Kind.BAD_SEGMENT && !names.isEmpty() ? pick(names) : "";
      String path =
          matcher
              .reset()
              .replaceAll(found ->
                  Matcher.quoteReplacement(
                      found.group(1).equals(spoiled)
                          ? values.segment()
                          : MatrixClient.path("{}", material.parameter(found.group(1), random))));
      if (kind == Kind.BAD_SEGMENT && names.isEmpty()) {
        path += "/" + values.segment();
      }
      return path + query();
    }

    private String query() {
      List<String> parts = new ArrayList<>();
      List<Operation.Parameter> parameters =
          operation.parameters().stream().filter(p -> p.in().equals("query")).toList();
      String spoiled =
          kind == Kind.BAD_QUERY && !parameters.isEmpty() ? pick(parameters).name() : "";
      for (Operation.Parameter parameter : parameters) {
        String name = parameter.name();
        if (name.equals(spoiled)) {
          parts.add(values.query(name));
        } else if (parameter.required() || random.nextInt(3) == 0) {
          parts.add(name + "=" + MatrixClient.path("{}", harmless(parameter)));
        }
      }
      if (kind == Kind.BAD_QUERY && parameters.isEmpty()) {
        parts.add(values.query("limit"));
      }
      return parts.isEmpty() ? "" : "?" + String.join("&", parts);
    }

    private String harmless(Operation.Parameter parameter) {
      JsonNode sample = new Samples(material, random).of(parameter.schema());
      boolean known = !parameter.schema().has("enum") && sample.isString();
      return known || parameter.name().startsWith("timeout")
          ? material.parameter(parameter.name(), random)
          : sample.asString(Json.text(sample));
    }

    private byte[] bytes(String target) {
      StringBuilder head = new StringBuilder();
      head.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
      head.append("Host: localhost\r\nConnection: close\r\n");
      if (!authorization.isEmpty()) {
        head.append("Authorization: ").append(authorization).append("\r\n");
      }
      additionalHeaders.forEach(header -> head.append(header).append("\r\n"));
      if (operation.body().isPresent()) {
        head.append(contentType.isEmpty() ? "" : "Content-Type: " + contentType + "\r\n");
        head.append("Content-Length: ").append(body.bytes().length).append("\r\n");
      }
      head.append("\r\n");
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      if (kind == Kind.BROKEN_HTTP) {
        bytes.writeBytes(values.brokenHttp(target).getBytes(StandardCharsets.ISO_8859_1));
      } else {
        bytes.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(body.bytes());
      }
      return bytes.toByteArray();
    }

    private <T> T pick(List<T> list) {
      return FuzzMaterial.pick(list, random);
    }
  }
}
