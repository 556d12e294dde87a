package org.bongsu.matrix.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.bongsu.http.Response;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.keys.KeyBackups;
import org.bongsu.keys.KeyBackups.StoredKey;
import org.bongsu.node.Homeserver;
import org.bongsu.store.Readers;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;
import tools.jackson.databind.util.RawValue;

/**
 * The keys of a backup, or of one of its rooms, as JSON. A backup may be larger than memory, so the
 * keys are read and written in pages. Keys that are added meanwhile may or may not be included.
 */
final class BackedUpKeysBody implements Response.Stream.Body {
  private final Homeserver homeserver;
  private final UserId user;
  private final long version;
  private final @Nullable RoomId room;

  /** Of the given room, or of all rooms if it is null. */
  BackedUpKeysBody(Homeserver homeserver, UserId user, long version, @Nullable RoomId room) {
    this.homeserver = homeserver;
    this.user = user;
    this.version = version;
    this.room = room;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    out.write((room == null ? "{\"rooms\":{" : "{\"sessions\":{").getBytes(UTF_8));
    StoredKey last = null;
    List<StoredKey> page = page(null);
    while (!page.isEmpty()) {
      StringBuilder text = new StringBuilder();
      for (StoredKey key : page) {
        write(key, last, text);
        last = key;
      }
      out.write(text.toString().getBytes(UTF_8));
      page = page(last);
    }
    boolean inRoom = room == null && last != null;
    out.write((inRoom ? "}}}}" : "}}").getBytes(UTF_8));
  }

  private List<StoredKey> page(@Nullable StoredKey after) {
    return ScopedValue.where(Readers.ACCOUNT, user.value())
        .call(() ->
            homeserver.read(
                user.value(), db -> new KeyBackups(db).page(user, version, room, after)));
  }

  private void write(StoredKey key, @Nullable StoredKey before, StringBuilder text) {
    boolean newRoom = room == null && (before == null || !before.room().equals(key.room()));
    if (newRoom) {
      text.append(before == null ? "" : "}},");
      text.append(quoted(key.room().value())).append(":{\"sessions\":{");
    } else if (before != null) {
      text.append(',');
    }
    text.append(quoted(key.session())).append(':').append(Json.text(describe(key)));
  }

  private static String quoted(String text) {
    return Json.text(StringNode.valueOf(text));
  }

  static ObjectNode describe(StoredKey key) {
    ObjectNode body =
        Json.object()
            .put("first_message_index", key.firstMessageIndex())
            .put("forwarded_count", key.forwardedCount())
            .put("is_verified", key.verified());
    body.putRawValue("session_data", new RawValue(key.data()));
    return body;
  }
}
