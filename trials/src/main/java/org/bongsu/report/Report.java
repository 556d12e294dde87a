package org.bongsu.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.bongsu.json.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A report: a title, a line below it, and its blocks. {@link #html} gives it as a page that opens
 * from a file, without a server and without a network.
 */
public record Report(String title, String subtitle, List<Block> blocks) {
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/%s/%s";
  private static final String UPLOT_VERSION =
      "/META-INF/maven/org.webjars.npm/uplot/pom.properties";

  /** As the page gets it: each block is an object with one member, whose name is its type. */
  ObjectNode json() {
    ObjectNode json = Json.object().put("title", title).put("subtitle", subtitle);
    ArrayNode all = json.putArray("blocks");
    for (Block block : blocks) {
      String type = block.getClass().getSimpleName().toLowerCase(Locale.ROOT);
      all.addObject().set(type, Json.mapper().valueToTree(block));
    }
    return json;
  }

  /** The page. */
  public String html() {
    String version = uplotVersion();
    return resource("report.html")
        .replace("{{title}}", escaped(title))
        .replace("{{uplot-license}}", resource(UPLOT.formatted(version, "LICENSE")).strip())
        .replace("{{uplot.css}}", resource(UPLOT.formatted(version, "dist/uPlot.min.css")))
        .replace("{{uplot.js}}", resource(UPLOT.formatted(version, "dist/uPlot.iife.min.js")))
        .replace("{{data}}", Json.text(json()).replace("<", "\\u003c"));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  private static String uplotVersion() {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(resource(UPLOT_VERSION)));
    } catch (IOException e) {
      throw new IllegalStateException(UPLOT_VERSION + " cannot be read", e);
    }
    return properties.getProperty("version", "");
  }

  private static String resource(String name) {
    try (InputStream in = Report.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(name + " cannot be read", e);
    }
  }
}
