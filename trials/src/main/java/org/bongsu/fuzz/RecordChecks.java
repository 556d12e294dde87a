package org.bongsu.fuzz;

import java.util.Arrays;
import java.util.Optional;
import org.bongsu.cluster.StatusRecord;
import org.bongsu.cluster.media.MediaChunk;
import org.bongsu.command.Command;
import org.bongsu.command.Entry;
import org.bongsu.command.EntryCodec;
import org.bongsu.command.UnknownCommand;
import org.bongsu.json.MalformedJson;
import org.bongsu.log.SegmentFormat;

/** What holds for records of logs: what can be read is written as it was. */
final class RecordChecks {
  private static final int SHARDS = 2;

  private RecordChecks() {}

  /** A segment of the local log, read from each of its bytes. */
  static void segment(byte[] segment) {
    for (int at = 0; at < segment.length; at++) {
      Optional<SegmentFormat.Found> found = SegmentFormat.at(segment, at);
      if (found.isPresent()) {
        SegmentFormat.Found record = found.get();
        byte[] there = Arrays.copyOfRange(segment, at, at + record.bytes());
        byte[] encoded =
            SegmentFormat.encode(
                    record.durableBefore(), record.shard(), record.position(), record.payload())
                .array();
        Property.same(there, encoded, "a record of a segment");
      }
    }
  }

  /** A payload of any bytes is found again, and with one changed byte it is not. */
  static void segmentRecord(byte[] payload) {
    byte[] record = SegmentFormat.encode(0, 1, payload.length, payload).array();
    byte[] file = Bytes.join(new byte[8], record);
    Property.holds(SegmentFormat.at(file, 8).isEmpty(), "nothing is durable before the magic");
    record = SegmentFormat.encode(8, 1, payload.length, payload).array();
    file = Bytes.join(new byte[8], record);
    SegmentFormat.Found found =
        SegmentFormat.at(file, 8).orElseThrow(() -> new Property.Broken("a record is not found"));
    Property.same(payload, found.payload(), "its payload");
    int damaged = 8 + payload.length % record.length;
    file[damaged] ^= 1;
    Property.holds(SegmentFormat.at(file, 8).isEmpty(), "a damaged record is not found");
  }

  /** An entry of a shard's log. */
  static void entry(byte[] payload) {
    Entry entry;
    try {
      entry = EntryCodec.decode(1, payload);
    } catch (UnknownCommand | MalformedJson refused) {
      return;
    }
    byte[] written = EntryCodec.encode(entry.timeMillis(), entry.origin(), entry.command());
    Entry again = EntryCodec.decode(1, written);
    Property.same(
        written,
        EntryCodec.encode(again.timeMillis(), again.origin(), again.command()),
        "an entry that was written");
    Command sent = EntryCodec.decode(EntryCodec.encode(entry.command()));
    Property.same(
        EntryCodec.encode(entry.command()), EntryCodec.encode(sent), "a command in an outbox");
  }

  /** A site's report on itself. */
  static void status(byte[] record) {
    StatusRecord.decode(record, SHARDS)
        .ifPresent(status -> {
          Property.same(SHARDS, status.positions().length, "a position for each shard");
          Property.holds(StatusRecord.isName(status.site()), "the name of a site");
          byte[] written = status.encode();
          StatusRecord again =
              StatusRecord.decode(written, SHARDS)
                  .orElseThrow(() -> new Property.Broken("its own report is refused"));
          Property.same(written, again.encode(), "a report that was written");
        });
  }

  /** A piece of an upload on its way to another site. */
  static void chunk(byte[] record) {
    MediaChunk.decode(record)
        .ifPresent(chunk -> Property.same(record, chunk.encode(), "a chunk that was written"));
  }
}
