package org.bongsu.contract;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** JSON Schema 2020-12, which OpenAPI 3.1 uses. */
final class SchemaCheck {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private SchemaCheck() {}

  static Schema compile(JsonNode schema) {
    return REGISTRY.getSchema(schema);
  }

  static List<String> errors(Schema schema, JsonNode value) {
    return schema.validate(value).stream().map(Object::toString).distinct().toList();
  }
}
