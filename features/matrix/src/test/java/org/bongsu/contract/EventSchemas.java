package org.bongsu.contract;

import com.networknt.schema.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bongsu.contract.SpecificationFiles.Located;
import tools.jackson.databind.JsonNode;

/**
 * Checks the content of events that a server writes or validates itself, anywhere in an answer.
 * Events that users write are passed on unchanged, so their content isn't the server's.
 */
final class EventSchemas {
  private static final List<String> OF_SERVERS =
      List.of(
          "m.room.create",
          "m.room.member",
          "m.room.power_levels",
          "m.receipt",
          "m.typing",
          "m.presence",
          "m.push_rules",
          "m.fully_read",
          "m.tag");

  private final Map<String, Schema> contents = new HashMap<>();

  EventSchemas(SpecificationFiles files, Path folder) {
    for (String type : OF_SERVERS) {
      Located schema = files.document(folder.resolve(type + ".yaml"));
      contents.put(
          type, SchemaCheck.compile(files.schema(schema.child("properties").child("content"))));
    }
  }

  /** The schema errors of the events in this answer. */
  List<String> errors(JsonNode answer) {
    List<String> errors = new ArrayList<>();
    collect(answer, errors);
    return errors;
  }

  private void collect(JsonNode node, List<String> errors) {
    if (node.isObject() && node.path("type").isString() && node.path("content").isObject()) {
      String type = node.path("type").stringValue();
      Schema schema = contents.get(type);
      if (schema != null) {
        SchemaCheck.errors(schema, node.path("content"))
            .forEach(e -> errors.add(type + " content: " + e));
      }
    }
    node.values().forEach(child -> collect(child, errors));
  }
}
