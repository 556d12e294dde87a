package org.bongsu.watch.page;

import static org.bongsu.watch.page.Markup.tag;
import static org.bongsu.watch.page.Markup.text;

import java.util.List;
import java.util.Locale;
import org.bongsu.watch.Incident;
import org.bongsu.watch.IncidentEntry.Phase;
import org.bongsu.watch.StatusView;
import org.bongsu.watch.Text;

/** The form for the operator's words; in both languages at once. */
public final class OperatorPage {
  private static final int INCIDENTS_MAX = 20;
  private static final Words KOREAN = new Korean();
  private static final Words ENGLISH = new English();

  private OperatorPage() {}

  /**
   * The page.
   *
   * @param templates ids that {@code ?template=} knows
   * @param words to begin with
   */
  public static PageFile of(StatusView view, List<String> templates, Text words) {
    Markup links = tag("p", text("초안 · Draft: "));
    templates.forEach(
        id -> links.add(tag("a", text(id)).with("href", "?template=" + id), text(" ")));
    Markup form =
        tag(
                "form",
                label("장애 · Incident", incidents(view)),
                label("단계 · Phase", phases()),
                label("한국어", area("ko", words.korean())),
                label("English", area("en", words.english())),
                tag("button", text("게시 · Publish")).with("type", "submit"))
            .with("method", "post")
            .with("action", "operator");
    return Page.of(
        KOREAN,
        "안내 작성",
        Summary.worst(view.situation()),
        "",
        List.of(
            tag("header", tag("h1", text("안내 작성 · Write to everybody"))),
            tag("p", text(Summary.headline(view.situation(), KOREAN))),
            tag("p", text(Summary.headline(view.situation(), ENGLISH))).with("lang", "en"),
            tag("section", links, form),
            tag("p", tag("a", text("페이지 보기 · Show the page")).with("href", "index.html"))));
  }

  private static Markup label(String name, Markup field) {
    return tag("label", text(name), tag("br"), field);
  }

  private static Markup incidents(StatusView view) {
    Markup select = tag("select").with("name", "incident");
    view.incidents().stream()
        .limit(INCIDENTS_MAX)
        .forEach(incident -> select.add(option(incident.id(), describe(incident, view))));
    return select.add(option("", "새 안내 · New notice"));
  }

  private static String describe(Incident incident, StatusView view) {
    return "%s · %s"
        .formatted(
            KOREAN.time(incident.began(), view.about().zone()),
            Summary.title(incident, view.situation(), KOREAN));
  }

  private static Markup phases() {
    Markup select = tag("select").with("name", "phase");
    for (Phase phase : Phase.values()) {
      select.add(
          option(
              phase.name().toLowerCase(Locale.ROOT),
              KOREAN.phase(phase) + " · " + ENGLISH.phase(phase)));
    }
    return select;
  }

  private static Markup option(String value, String text) {
    return tag("option", text(text)).with("value", value);
  }

  private static Markup area(String name, String value) {
    return tag("textarea", text(value)).with("name", name).with("maxlength", "4000");
  }
}
