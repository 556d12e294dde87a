package org.bongsu.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.bongsu.json.Json;
import org.bongsu.log.LogRecord;
import org.bongsu.restic.RepositoryDamaged;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundFileTest {
  private static final Cut CUT =
      new Cut(List.of(new Cut.OfShard(8, "ab12"), new Cut.OfShard(0, "00")));

  private static RoundFile.Line line(int shard, long position, String payload) {
    return new RoundFile.Line(shard, new LogRecord(position, payload.getBytes(UTF_8)));
  }

  @Test
  void whatIsWrittenIsRead() {
    RoundFile written =
        new RoundFile(
            1_790_000_000_000L,
            CUT,
            List.of(line(0, 7, "{\"do\":\"한글 \\n }\"}"), line(1, 1L << 40, "{}")));
    RoundFile read = RoundFile.parse("x", written.bytes());
    assertEquals(written.timeMillis(), read.timeMillis());
    assertEquals(CUT, read.cut());
    assertEquals(2, read.lines().size());
    assertEquals(1, read.lines().get(1).shard());
    assertEquals(1L << 40, read.lines().get(1).record().position());
    assertArrayEquals(
        written.lines().getFirst().record().payload(), read.lines().getFirst().record().payload());
  }

  @Test
  void everyLineIsJson() {
    String text =
        new String(new RoundFile(5, CUT, List.of(line(0, 7, "{\"a\":1}"))).bytes(), UTF_8);
    List<String> lines = text.lines().toList();
    assertEquals(5, Json.object(lines.get(0)).path("time").asLong());
    assertEquals(1, Json.object(lines.get(1)).path("entry").path("a").asInt());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "no json\n",
        "{\"time\":1,\"cut\":[]}\nno entry\n",
        "{\"time\":1,\"cut\":[]}\n{\"shard\":-1,\"position\":0,\"entry\":{}}\n",
        "{\"time\":1,\"cut\":[]}\n{\"shard\":99999,\"position\":0,\"entry\":{}}\n"
      })
  void whatIsNoRoundIsRefused(String text) {
    assertThrows(RepositoryDamaged.class, () -> RoundFile.parse("x", text.getBytes(UTF_8)));
  }
}
