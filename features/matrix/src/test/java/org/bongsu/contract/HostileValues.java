package org.bongsu.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Values for request heads that no client would send. */
final class HostileValues {
  private static final List<String> SEGMENTS =
      List.of(
          "",
          "..%2f..%2f..%2fetc%2fpasswd",
          "..",
          ".",
          "%2e%2e",
          "..%5c..%5cwindows",
          "%00",
          "a%00b",
          "a".repeat(300),
          "%EB%B4%89".repeat(300),
          "%F0%9F%94%A5",
          "%ED%A0%80",
          "%FF%FE",
          "%C0%AE",
          "%",
          "%zz",
          "%F",
          "*",
          "null",
          "-1",
          "9".repeat(30),
          "!",
          "@",
          "@:",
          "@a",
          "@:test",
          "!room",
          "!:",
          "$",
          "%23",
          "%23:",
          ":",
          "%20",
          "%22%7D%7B",
          "'%20OR%201%3D1--",
          "%0d%0aX-Injected:%201",
          "+",
          ";a=b",
          "봉수",
          "@user:test:99999999",
          "@USER%20:test",
          "%3Cscript%3E");

  /** For parameters that make a server wait: never a valid time. */
  private static final List<String> TIMES = List.of("-1", "abc", "1.5", "", "-9".repeat(20), "NaN");

  private static final List<String> QUERIES =
      List.of(
          "-1",
          "0",
          "99999999999999999999",
          "2147483648",
          "1.5",
          "NaN",
          "abc",
          "",
          "%00",
          "%FF",
          "%ED%A0%80",
          "%",
          "%zz",
          "true",
          "%5B%5D",
          "%7B%7D",
          "%7B%22room%22:1%7D",
          "%7B%22room%22:%7B%22timeline%22:%7B%22limit%22:-5%7D%7D%7D",
          "s999999999_999999999",
          "a".repeat(3000),
          "%F0%9F%92%A5",
          "null",
          "'%3B--",
          "%0d%0aX-Injected:%201");

  private final RandomGenerator random;

  HostileValues(RandomGenerator random) {
    this.random = random;
  }

  String segment() {
    return pick(SEGMENTS);
  }

  /** {@code name=value}, mostly. */
  String query(String name) {
    if (name.startsWith("timeout")) {
      return name + "=" + pick(TIMES);
    }
    return switch (random.nextInt(12)) {
      case 0 -> name;
      case 1 -> name + "=" + pick(QUERIES) + "&" + name + "=" + pick(QUERIES);
      case 2 -> "&&==&" + name + "=" + pick(QUERIES);
      default -> name + "=" + pick(QUERIES);
    };
  }

  /** A whole Authorization header that grants nothing, or an empty string for none. */
  String authorization(String right) {
    return pick(
        List.of(
            "",
            "Bearer",
            "Bearer ",
            "Bearer x",
            "Bearer null",
            "Bearer " + "a".repeat(4000),
            "Bearer " + right + "x",
            "Bearer " + right.substring(0, right.length() - 1),
            "Bearer " + new StringBuilder(right).reverse(),
            "Bearer 봉수",
            "Bearer eyJhbGciOiJub25lIn0.eyJleHAiOjF9.",
            "Basic dXNlcjpwYXNzd29yZA==",
            "Bearer ' OR '1'='1",
            "Bearer ../../token",
            right));
  }

  String method() {
    return pick(
        List.of("PATCH", "TRACE", "FOO", "HEAD", "OPTIONS", "get", "DELETE", "PUT", "POST"));
  }

  String contentType() {
    return pick(
        List.of(
            "",
            "text/plain",
            "application/xml",
            "application/json; charset=utf-16",
            "application/json; charset=nonsense",
            "multipart/form-data; boundary=x",
            "multipart/form-data",
            "application/x-www-form-urlencoded",
            "/",
            ";;;",
            "a".repeat(3000)));
  }

  List<String> hugeHeaders() {
    if (random.nextBoolean()) {
      return List.of("X-Huge: " + "a".repeat(200_000));
    }
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      many.add("X-Header-" + i + ": " + i);
    }
    return many;
  }

  /** Requests that violate HTTP. The sending side is closed after them. */
  String brokenHttp(String target) {
    String get = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n";
    String post = "POST " + target + " HTTP/1.1\r\nHost: localhost\r\n";
    return pick(
        List.of(
            "GET\r\n\r\n",
            "\r\n\r\n\r\n",
            "\0\0\0\0\0\0",
            "\u0016\u0003\u0001\u0002\u0000\u0001",
            "GET " + target + " HTTP/9.9\r\n\r\n",
            "GET " + target + "\r\n\r\n",
            "GET  /a b c HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET http://elsewhere.example" + target + " HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET " + "/a".repeat(50_000) + " HTTP/1.1\r\nHost: a\r\n\r\n",
            get,
            get + "No colon here\r\n\r\n",
            get + "X-Nul: a\0b\r\n\r\n",
            get + ": no name\r\n\r\n",
            get + " folded\r\n\r\n",
            post + "Content-Length: -5\r\n\r\nhello",
            post + "Content-Length: abc\r\n\r\nhello",
            post + "Content-Length: 99999999999999999999\r\n\r\nhello",
            post + "Content-Length: 50\r\n\r\nhello",
            post + "Content-Length: 5\r\nContent-Length: 7\r\n\r\nhello",
            post + "Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
            post + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFF\r\nhello\r\n",
            post + "Transfer-Encoding: chunked\r\n\r\n5\r\nhel",
            post + "Transfer-Encoding: gzip\r\n\r\nhello",
            post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
            post + "Expect: 200-nonsense\r\nContent-Length: 2\r\n\r\n{}",
            post + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
            "GET " + target + " HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
  }

  private <T> T pick(List<T> list) {
    return FuzzMaterial.pick(list, random);
  }
}
