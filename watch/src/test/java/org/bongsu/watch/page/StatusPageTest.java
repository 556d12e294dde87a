package org.bongsu.watch.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.bongsu.json.Json;
import org.bongsu.watch.Service;
import org.bongsu.watch.Situation;
import org.bongsu.watch.StatusView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import tools.jackson.databind.JsonNode;

/** With {@code -Dpreview=DIR} the pages of all views are written there. */
class StatusPageTest {
  static Set<Map.Entry<String, StatusView>> views() {
    return SampleViews.all().entrySet();
  }

  private static String text(Map<String, PageFile> files, String path) {
    PageFile file = files.get(path);
    assertTrue(file != null, path + " is missing in " + files.keySet());
    return new String(file.bytes(), StandardCharsets.UTF_8);
  }

  private static Document parse(String xml) throws Exception {
    DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    String plain = xml.replace("<!DOCTYPE html>", "").replace(Page.STYLE, ""); // CSS is not XML
    return parser.parse(new ByteArrayInputStream(plain.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Element> all(Document document, String tag) {
    List<Element> found = new ArrayList<>();
    NodeList nodes = document.getElementsByTagName(tag);
    for (int i = 0; i < nodes.getLength(); i++) {
      found.add((Element) nodes.item(i));
    }
    return found;
  }

  @ParameterizedTest
  @MethodSource("views")
  void everyPageIsWellFormedWithoutScriptsAndItsLinksLeadSomewhere(
      Map.Entry<String, StatusView> view) throws Exception {
    Map<String, PageFile> files = StatusPage.of(view.getValue());
    preview(view.getKey(), files);
    Set<String> pages = new HashSet<>();
    for (String path : files.keySet()) {
      if (!path.endsWith(".html")) {
        continue;
      }
      Document page = parse(text(files, path));
      pages.add(path);
      assertEquals(List.of(), all(page, "script"), path);
      assertEquals(1, all(page, "h1").size(), path);
      assertEquals(
          path.startsWith("en/") ? "en" : "ko", page.getDocumentElement().getAttribute("lang"));
      for (Element link : all(page, "a")) {
        String target =
            Path.of(path).resolveSibling(link.getAttribute("href")).normalize().toString();
        assertTrue(files.containsKey(target), path + " leads to " + target);
      }
      for (Element element : all(page, "*")) {
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
          String name = element.getAttributes().item(i).getNodeName();
          assertFalse(name.startsWith("on") || name.equals("style"), path + ": " + name);
        }
      }
    }
    assertTrue(pages.containsAll(Set.of("index.html", "en/index.html", "history.html")));
  }

  private static void preview(String name, Map<String, PageFile> files) throws Exception {
    String directory = System.getProperty("preview", "");
    if (!directory.isEmpty()) {
      try (PagePublisher publisher = PagePublisher.of(directory + "/" + name)) {
        for (Map.Entry<String, PageFile> file : files.entrySet()) {
          publisher.write(file.getKey(), file.getValue());
        }
      }
    }
  }

  @Test
  void theHeadlineSaysWhatWorks() {
    Map<Situation, List<String>> expected =
        Map.of(
            SampleViews.down(Map.of()),
            List.of("모든 기능이 정상입니다", "Everything works"),
            SampleViews.down(Map.of("판교", SampleViews.ALL)),
            List.of(
                "판교 데이터 센터에 장애가 있지만 모든 기능을 이용할 수 있습니다",
                "Data centre 판교 is down, but everything works"),
            SampleViews.down(
                Map.of(
                    "판교", SampleViews.ALL,
                    "안양", List.of(Service.PHOTO),
                    "부산", List.of(Service.PHOTO, Service.SEARCH))),
            List.of(
                "지금은 사진·파일을 이용할 수 없습니다. 로그인, 메시지는 정상입니다",
                "Not working: photos and files. Working: signing in and messages"),
            SampleViews.down(Map.of("안양", List.of(Service.SEARCH))),
            List.of("일부 이용자가 검색을 이용할 수 없습니다", "Not working for some people: search"),
            SampleViews.down(
                Map.of(
                    "판교", SampleViews.ALL,
                    "안양", SampleViews.ALL,
                    "부산", SampleViews.ALL)),
            List.of("지금은 서비스를 이용할 수 없습니다", "The service is down"),
            new Situation(SampleViews.SITES, SampleViews.ALL, Map.of()),
            List.of("지금은 상태를 확인할 수 없습니다", "The state cannot be determined at the moment"));
    expected.forEach((situation, texts) -> {
      assertEquals(texts.getFirst(), Summary.headline(situation).korean());
      assertEquals(texts.getLast(), Summary.headline(situation).english());
    });
  }

  @Test
  void hostileTextsAreShownAsTexts() throws Exception {
    Map<String, PageFile> files = StatusPage.of(SampleViews.all().get("hostile"));
    for (String path : List.of("index.html", "en/index.html", "feed.atom")) {
      String page = text(files, path);
      assertFalse(page.contains("<script>"), path);
      assertTrue(page.contains("&lt;script&gt;"), path);
    }
    assertEquals(
        "tag:a.example,2022-10-15:20221015-062200-w1",
        all(parse(text(files, "feed.atom")), "id").getLast().getTextContent());
  }

  /** RFC 4287: each has exactly one id, title and updated; an author; unique ids. */
  @ParameterizedTest
  @MethodSource("views")
  void theFeedIsValid(Map.Entry<String, StatusView> view) throws Exception {
    Map<String, PageFile> files = StatusPage.of(view.getValue());
    for (String path : List.of("feed.atom", "en/feed.atom")) {
      Document feed = parse(text(files, path));
      assertEquals("http://www.w3.org/2005/Atom", feed.getDocumentElement().getAttribute("xmlns"));
      assertEquals(1, all(feed, "author").size());
      Set<String> ids = new HashSet<>();
      for (Element entry : all(feed, "entry")) {
        for (String one : List.of("id", "title", "updated", "published", "content")) {
          assertEquals(1, entry.getElementsByTagName(one).getLength(), one);
        }
        assertTrue(ids.add(entry.getElementsByTagName("id").item(0).getTextContent()));
      }
      assertEquals(view.getValue().incidents().size(), ids.size());
    }
  }

  @ParameterizedTest
  @MethodSource("views")
  void theDataHasWhatTheSchemaRequires(Map.Entry<String, StatusView> view) {
    Map<String, PageFile> files = StatusPage.of(view.getValue());
    JsonNode schema = Json.parse(text(files, "schema.json"));
    check(Json.parse(text(files, "status.json")), schema, schema, "status.json");
  }

  /** The part of JSON Schema that ours uses, and nothing that it does not describe. */
  private static void check(JsonNode value, JsonNode schema, JsonNode root, String at) {
    String reference = schema.path("$ref").asString("");
    if (!reference.isEmpty()) {
      check(value, root.at(reference.substring(1)), root, at);
      return;
    }
    for (JsonNode required : schema.path("required")) {
      assertTrue(value.has(required.asString()), at + " has no " + required);
    }
    if (schema.has("enum")) {
      boolean known = false;
      for (JsonNode one : schema.path("enum")) {
        known |= one.equals(value);
      }
      assertTrue(known, at + " is " + value);
    }
    switch (schema.path("type").asString("")) {
      case "object" ->
          value
              .properties()
              .forEach(member -> {
                JsonNode described = schema.path("properties").path(member.getKey());
                JsonNode others = schema.path("additionalProperties");
                assertTrue(
                    described.isObject() || others.isObject(),
                    at + "." + member.getKey() + " is not described");
                check(
                    member.getValue(),
                    described.isObject() ? described : others,
                    root,
                    at + "." + member.getKey());
              });
      case "array" -> {
        assertTrue(value.isArray(), at);
        value.forEach(item -> check(item, schema.path("items"), root, at + "[]"));
      }
      case "string" -> assertTrue(value.isString(), at);
      case "integer" -> assertTrue(value.isIntegralNumber(), at);
      default -> assertTrue(schema.has("enum"), at);
    }
  }

  @Test
  void figuresAreNeverBetterThanTheyWere() {
    assertEquals("100%", Figures.percent(1));
    assertEquals("99.99%", Figures.percent(0.999999));
    assertEquals("1시간 4분", new Korean().duration(Duration.ofMinutes(64)));
    assertEquals("2 d 1 h", new English().duration(Duration.ofMinutes(49 * 60 + 5)));
    assertEquals("1.2 s", Figures.time(Duration.ofMillis(1234)));
  }

  @Test
  void particlesFollowTheSound() {
    assertEquals("검색을", Particle.object("검색"));
    assertEquals("메시지를", Particle.object("메시지"));
    assertEquals("사진·파일은", Particle.topic("사진·파일"));
    assertEquals("서울1이", Particle.subject("서울1"));
    assertEquals("a(부산)이", Particle.subject("a(부산)"));
    assertEquals("B가", Particle.subject("B"));
    assertEquals("를", Particle.object(""));
  }
}
