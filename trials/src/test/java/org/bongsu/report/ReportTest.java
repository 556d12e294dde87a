package org.bongsu.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bongsu.json.Json;
import org.bongsu.report.Block.State;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Pattern DATA =
      Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>");

  private static final Report HOSTILE =
      new Report(
          "<i>봉수</i> & co",
          "{{data}}",
          List.of(
              new Block.Note(State.BAD, "</script><script>alert(1)</script><!--"),
              new Block.Cards(List.of(new Block.Card("<b>", "1", "", "", State.GOOD)))));

  private static final String PAGE = HOSTILE.html();

  @Test
  void whatIsReportedReachesThePageAsDataAndNeverAsMarkup() {
    Matcher data = DATA.matcher(PAGE);
    assertTrue(data.find());
    assertEquals(HOSTILE.json(), Json.parse(data.group(1)));
    assertFalse(PAGE.contains("alert(1)</script>"));
    assertTrue(PAGE.contains("<title>&lt;i>봉수&lt;/i> &amp; co</title>"));
  }

  @Test
  void aPageNeedsNothingElse() {
    assertFalse(Pattern.compile("<(script|link|img)[^>]*(src|href)=").matcher(PAGE).find());
    assertFalse(PAGE.contains("{{uplot"));
    assertTrue(PAGE.contains("var uPlot"));
    assertTrue(PAGE.contains("Permission is hereby granted, free of charge"));
  }

  @Test
  void thePageDrawsEveryKindOfBlock() {
    for (Class<?> type : Block.class.getPermittedSubclasses()) {
      String name = type.getSimpleName().toLowerCase(Locale.ROOT);
      assertTrue(PAGE.contains("\n  " + name + ": ("), name);
    }
  }
}
