package org.bongsu.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;
import org.bongsu.json.Json;
import org.bongsu.settings.Configuration;
import org.bongsu.settings.InvalidSetting;
import org.bongsu.settings.LimitKind;
import org.bongsu.settings.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a feature is added: one class that declares what it offers, and one line in the list of
 * features. This one counts rings of a bell.
 */
class ExampleFeatureTest {
  /** A setting with a validation rule. */
  record BellSettings(
      @Setting(defaultValue = "딩동", what = "What the bell says.") String bellSound) {
    BellSettings {
      if (bellSound.isEmpty()) {
        throw new IllegalArgumentException("a bell says something");
      }
    }
  }

  /** A limit by address. */
  enum BellLimit implements LimitKind {
    RINGS;

    @Override
    public Description description() {
      return Description.of("rings", "2/1h", "rings from one address");
    }
  }

  static final class BellFeature implements Feature {
    @Override
    public String name() {
      return "bell";
    }

    @Override
    public Optional<Class<? extends Record>> settings() {
      return Optional.of(BellSettings.class);
    }

    @Override
    public List<LimitKind> limits() {
      return List.of(BellLimit.values());
    }

    @Override
    public Optional<AdminCommands> adminCommands(org.bongsu.node.Homeserver homeserver) {
      return Optional.of(question ->
          question.path("do").asString("").equals("describe-bell")
              ? Optional.of(
                  Json.object().put("sound", homeserver.settings(BellSettings.class).bellSound()))
              : Optional.empty());
    }

    @Override
    public Running start(NodeContext node) {
      String sound = node.homeserver().settings(BellSettings.class).bellSound();
      AtomicInteger rings = new AtomicInteger();
      return new Running() {
        @Override
        public void addTo(Routes routes) {
          routes.add(
              "POST",
              "/_bongsu/v1/bell",
              Route.Access.PUBLIC,
              request -> {
                node.homeserver().limits().take(BellLimit.RINGS, request.remoteAddress());
                int count = rings.incrementAndGet();
                return Response.json(Json.object().put("sound", sound).put("rings", count));
              });
        }

        @Override
        public List<HealthLine> health() {
          return List.of(new HealthLine("clapper", true, "rung " + rings + " times"));
        }
      };
    }
  }

  @TempDir Path data;

  private final List<Feature> features = new ArrayList<>(RunningServer.FEATURES);

  private Configuration configuration() {
    features.add(new BellFeature()); // the one line
    return Features.defaults(features).with("port", "0").with("data", data.toString());
  }

  @Test
  void aFeatureHasRoutesSettingsLimitsHealthAndAdminCommands() throws Exception {
    Configuration configuration = configuration().with("bell-sound", "땡땡");
    try (Node node = Node.start(configuration, features);
        HttpClient http = HttpClient.newHttpClient()) {
      URI bell = node.url().resolve("/_bongsu/v1/bell");
      HttpRequest ring =
          HttpRequest.newBuilder(bell).POST(HttpRequest.BodyPublishers.noBody()).build();
      assertEquals(
          "{\"sound\":\"땡땡\",\"rings\":1}", http.send(ring, BodyHandlers.ofString()).body());
      assertEquals(200, http.send(ring, BodyHandlers.ofString()).statusCode());
      assertEquals(429, http.send(ring, BodyHandlers.ofString()).statusCode());
      HttpRequest ready =
          HttpRequest.newBuilder(node.url().resolve("/_bongsu/health/ready")).build();
      String report = http.send(ready, BodyHandlers.ofString()).body();
      assertTrue(report.contains("\"detail\":\"rung 2 times\""), report);
      ObjectNode answer =
          AdminClient.ask(configuration, features, AdminClient.question("describe-bell"));
      assertEquals("땡땡", answer.path("sound").asString(""));
    }
  }

  @Test
  void itsSettingsAreCheckedAndDescribed() {
    Configuration configuration = configuration();
    assertThrows(InvalidSetting.class, () -> configuration.with("bell-sound", ""));
    assertTrue(configuration.describe().stream().anyMatch(one -> one.name().equals("limit-rings")));
  }
}
