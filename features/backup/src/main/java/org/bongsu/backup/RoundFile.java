package org.bongsu.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bongsu.json.Json;
import org.bongsu.json.MalformedJson;
import org.bongsu.log.LogRecord;
import org.bongsu.restic.BlobId;
import org.bongsu.restic.Node;
import org.bongsu.restic.Repository;
import org.bongsu.restic.RepositoryDamaged;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one round of the backup adds: lines of JSON, so that they can be read without Bongsu. The
 * first is {@code {"time":MILLISECONDS,"cut":[{"position":…,"digest":"…"},…]}}; each other is an
 * entry of a shard's log, {@code {"shard":0,"position":5,"entry":{…}}}. The ledger of revocations
 * has the same form; its entries are commands.
 */
record RoundFile(long timeMillis, Cut cut, List<Line> lines) {
  /** A shard's record. */
  record Line(int shard, LogRecord record) {}

  private static final Pattern PREFIX =
      Pattern.compile("\\{\"shard\":(\\d{1,4}),\"position\":(\\d{1,18}),\"entry\":");
  private static final int PREFIX_MAX = 64;
  private static final int PART_BYTES = 1 << 20;

  RoundFile {
    lines = List.copyOf(lines);
  }

  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ObjectNode head = Json.object().put("time", timeMillis);
    head.set("cut", cut.toJson());
    out.writeBytes(Json.bytes(head));
    out.write('\n');
    for (Line line : lines) {
      String prefix =
          "{\"shard\":%d,\"position\":%d,\"entry\":".formatted(line.shard, line.record.position());
      out.writeBytes(prefix.getBytes(UTF_8));
      out.writeBytes(line.record.payload());
      out.write('}');
      out.write('\n');
    }
    return out.toByteArray();
  }

  /**
   * Saves it.
   *
   * @param positions up to which all rounds so far reach: their sum, which grows with each round
   *     that has entries, is the file's name, so that names are in the rounds' order whichever
   *     site's clock gave the times
   */
  Node save(Repository repository, long[] positions) {
    byte[] content = bytes();
    List<BlobId> parts = new ArrayList<>();
    for (int from = 0; from < content.length; from += PART_BYTES) {
      parts.add(repository.saveData(content, from, Math.min(PART_BYTES, content.length - from)));
    }
    String name = "%018d.json".formatted(Arrays.stream(positions).sum());
    return Node.file(name, Instant.ofEpochMilli(timeMillis), content.length, parts);
  }

  /**
   * Reads a file.
   *
   * @throws RepositoryDamaged if it is not one
   */
  static RoundFile parse(String name, byte[] bytes) {
    List<byte[]> rows = rows(bytes);
    if (rows.isEmpty()) {
      throw new RepositoryDamaged(name + " is empty");
    }
    try {
      ObjectNode head = Json.object(new String(rows.getFirst(), UTF_8));
      List<Line> lines = new ArrayList<>(rows.size() - 1);
      for (byte[] row : rows.subList(1, rows.size())) {
        lines.add(line(name, row));
      }
      return new RoundFile(head.path("time").asLong(), Cut.of(head.path("cut")), lines);
    } catch (MalformedJson e) {
      throw new RepositoryDamaged(name + " is not understood: " + e.getMessage());
    }
  }

  private static List<byte[]> rows(byte[] bytes) {
    List<byte[]> rows = new ArrayList<>();
    int begin = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        rows.add(Arrays.copyOfRange(bytes, begin, i));
        begin = i + 1;
      }
    }
    return rows;
  }

  private static Line line(String name, byte[] row) {
    Matcher prefix = PREFIX.matcher(new String(row, 0, Math.min(row.length, PREFIX_MAX), UTF_8));
    if (!prefix.lookingAt()) {
      throw new RepositoryDamaged(name + " has a line that is no entry");
    }
    byte[] payload = Arrays.copyOfRange(row, prefix.end(), row.length - 1);
    return new Line(
        Integer.parseInt(prefix.group(1)), new LogRecord(Long.parseLong(prefix.group(2)), payload));
  }
}
