package org.bongsu.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusRecordTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"\"x\"", "{}", "[]", "null", "true", "1.5", "\"1\"", "9223372036854775808"})
  void aPositionThatIsNoNumberMakesItNoStatusRecord(String position) {
    String record = "{\"site\":\"a\",\"positions\":[1,%s]}";
    assertTrue(StatusRecord.decode(record.formatted("2").getBytes(UTF_8), 2).isPresent());
    assertEquals(
        Optional.empty(), StatusRecord.decode(record.formatted(position).getBytes(UTF_8), 2));
  }
}
