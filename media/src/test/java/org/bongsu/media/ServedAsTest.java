package org.bongsu.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServedAsTest {
  @Test
  void nothingThatMayHoldAScriptIsShownInline() {
    for (String type :
        new String[] {
          "text/html",
          "TEXT/HTML; charset=utf-8",
          "image/svg+xml",
          "application/xhtml+xml",
          "text/xml",
          "application/xml",
          "text/javascript",
          "application/javascript",
          "application/pdf",
          "application/x-shockwave-flash",
          "multipart/x-mixed-replace",
          "text/vtt",
          "message/rfc822",
          "application/octet-stream",
          "",
          "image/png, text/html",
          "no type"
        }) {
      Map<String, String> headers = ServedAs.download(type, Optional.empty()).headers();
      assertEquals("attachment", headers.get("Content-Disposition"), type);
      assertLockedDown(headers);
    }
  }

  /** Or else a page of the same address could load an upload as a script. */
  @Test
  void whatABrowserRunsIsSentAsBytes() {
    for (String type :
        new String[] {
          "text/javascript",
          "Application/JavaScript; charset=utf-8",
          "text/ecmascript",
          "text/jscript",
          "text/livescript",
          "application/x-javascript",
          "text/html",
          "image/svg+xml",
          "application/xml",
          "application/wasm",
          "multipart/related"
        }) {
      assertEquals(
          "application/octet-stream",
          ServedAs.download(type, Optional.empty()).contentType(),
          type);
    }
    assertEquals(
        "application/pdf", ServedAs.download("application/pdf", Optional.empty()).contentType());
  }

  @Test
  void picturesAndSoundAreShownInlineAndSandboxed() {
    for (String type : new String[] {"image/png", "Image/JPEG", "video/mp4; codecs=\"avc1\""}) {
      Map<String, String> headers = ServedAs.download(type, Optional.empty()).headers();
      assertEquals("inline", headers.get("Content-Disposition"), type);
      assertEquals(type, headers.get("Content-Type"));
      assertLockedDown(headers);
    }
  }

  @Test
  void anInvalidMediaTypeIsSentAsBytes() {
    for (String type :
        new String[] {
          "image/png\r\nX-Evil: 1",
          "image",
          "image/",
          "/png",
          "image/png\0",
          "a/b; c=\"",
          "a/b;c",
          "a/" + "b".repeat(300),
          "이미지/png"
        }) {
      Map<String, String> headers = ServedAs.download(type, Optional.empty()).headers();
      assertEquals("application/octet-stream", headers.get("Content-Type"), type);
    }
  }

  @Test
  void koreanFileNamesArriveAsTheyWere() {
    assertEquals(
        "inline; filename=\"__ __.jpg\"; filename*=UTF-8''%EA%B0%80%EC%A1%B1%20%EC%82%AC%EC%A7%84.jpg",
        disposition("가족 사진.jpg"));
    assertEquals("가족 사진.jpg", decoded(disposition("가족 사진.jpg")));
    String apart = Normalizer.normalize("한글 문서.hwp", Normalizer.Form.NFD);
    assertEquals("한글 문서.hwp", decoded(disposition(apart)), "letters are put together again");
    assertEquals("봉수 🔥 (1).png", decoded(disposition("봉수 🔥 (1).png")));
  }

  @Test
  void plainNamesStayPlain() {
    assertEquals("inline; filename=\"photo 1.jpg\"", disposition("photo 1.jpg"));
    assertEquals("inline; filename=\"it's a;b=c.jpg\"", disposition("it's a;b=c.jpg"));
    assertEquals("inline", disposition("  "));
  }

  @Test
  void noFileNameCanAddAHeaderOrLeaveItsPlace() {
    for (String name :
        new String[] {
          "a\r\nSet-Cookie: x=y.jpg",
          "a\".jpg\"; filename=\"b.exe",
          "a\\\".html",
          "..\\..\\boot.ini",
          "../../etc/passwd",
          "gpj.\u202eexe",
          "a\u2028b\u0000c\u007f\u0085",
          "\ud800.jpg",
          "%22%0d%0a",
          "가".repeat(1000)
        }) {
      String header = disposition(name);
      assertTrue(header.chars().allMatch(c -> c >= 0x20 && c < 0x7f), header);
      assertEquals(2, header.chars().filter(c -> c == '"').count(), header);
      assertFalse(header.contains("\\") || header.contains("/"), header);
      assertFalse(header.contains("%0D") || header.contains("%E2%80%AE"), header);
      assertTrue(header.length() < 4000, header);
    }
  }

  @Test
  void thumbnailsAreInlineUnderANameOfTheirOwn() {
    Map<String, String> headers = ServedAs.thumbnail("image/png").headers();
    assertEquals("inline; filename=\"thumbnail.png\"", headers.get("Content-Disposition"));
    assertLockedDown(headers);
  }

  private static String disposition(String fileName) {
    return String.valueOf(
        ServedAs.download("image/jpeg", Optional.of(fileName))
            .headers()
            .get("Content-Disposition"));
  }

  private static String decoded(String disposition) {
    String value = disposition.substring(disposition.indexOf("UTF-8''") + 7);
    return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static void assertLockedDown(Map<String, String> headers) {
    assertTrue(
        String.valueOf(headers.get("Content-Security-Policy"))
            .startsWith("sandbox; default-src 'none'; script-src 'none';"));
    assertEquals("nosniff", headers.get("X-Content-Type-Options"));
    assertEquals("cross-origin", headers.get("Cross-Origin-Resource-Policy"));
  }
}
