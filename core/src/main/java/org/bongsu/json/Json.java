package org.bongsu.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes JSON trees, within the limits for untrusted input. */
public final class Json {
  /** Maximum nesting of arrays and objects. */
  public static final int DEPTH_MAX = 100;

  /** Maximum digits of one number, as longer ones are costly to parse. */
  private static final int NUMBER_LENGTH_MAX = 100;

  private static final int STRING_LENGTH_MAX = 20 * 1024 * 1024;

  /** Additional levels of nesting that this program may put around untrusted input. */
  private static final int OWN_DEPTH = 32;

  /** Makes no nodes that could not be written as JSON numbers. */
  private static final class FiniteNumbers extends JsonNodeFactory {
    @Override
    public NumericNode numberNode(double value) {
      if (!Double.isFinite(value)) {
        throw new NumberTooLarge(value);
      }
      return super.numberNode(value);
    }
  }

  private static final JsonMapper MAPPER = mapper(DEPTH_MAX, true);

  /** Does not check for duplicate keys, which a tree that was written cannot have. */
  private static final JsonMapper OWN_MAPPER = mapper(DEPTH_MAX + OWN_DEPTH, false);

  private Json() {}

  private static JsonMapper mapper(int depthMax, boolean keysChecked) {
    return JsonMapper.builder(
            JsonFactory.builder()
                .streamReadConstraints(
                    StreamReadConstraints.builder()
                        .maxNestingDepth(depthMax)
                        .maxNumberLength(NUMBER_LENGTH_MAX)
                        .maxStringLength(STRING_LENGTH_MAX)
                        .build())
                .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, keysChecked)
                .build())
        .nodeFactory(new FiniteNumbers())
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .configure(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY, keysChecked)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .build();
  }

  /** The mapper, for encoding records. */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /**
   * Parses one JSON value of valid UTF-8.
   *
   * @throws MalformedJson if it is not JSON or not UTF-8, is nested too deeply, or has a duplicate
   *     key or a number that is too large
   */
  public static JsonNode parse(byte[] utf8) {
    return parse(decode(utf8));
  }

  /**
   * Parses one JSON value.
   *
   * @throws MalformedJson if it is not JSON, is nested too deeply, or has a duplicate key or a
   *     number that is too large
   */
  public static JsonNode parse(String text) {
    return parse(MAPPER, text);
  }

  /**
   * Parses JSON written by this program, which may contain untrusted input at a deeper level than
   * it had originally.
   */
  public static JsonNode parseOwn(byte[] utf8) {
    try {
      return required(OWN_MAPPER.readTree(utf8));
    } catch (JacksonException e) {
      throw new MalformedJson(e.getOriginalMessage());
    }
  }

  private static JsonNode parse(JsonMapper mapper, String text) {
    try {
      return required(mapper.readTree(text));
    } catch (JacksonException e) {
      throw new MalformedJson(e.getOriginalMessage());
    }
  }

  private static JsonNode required(@Nullable JsonNode node) {
    if (node == null || node.isMissingNode()) {
      throw new MalformedJson("there is no JSON value");
    }
    return node;
  }

  /** Parses a JSON object that this program wrote itself. */
  public static ObjectNode object(String text) {
    return (ObjectNode) parse(OWN_MAPPER, text);
  }

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  public static byte[] bytes(JsonNode node) {
    return MAPPER.writeValueAsBytes(node);
  }

  public static String text(JsonNode node) {
    return MAPPER.writeValueAsString(node);
  }

  private static String decode(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedJson("it is not valid UTF-8");
    }
  }
}
