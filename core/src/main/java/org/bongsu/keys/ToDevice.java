package org.bongsu.keys;

import java.util.List;
import org.bongsu.apply.Change;
import org.bongsu.apply.Tx;
import org.bongsu.command.KeyCommand;
import org.bongsu.command.Outcome;
import org.bongsu.id.DeviceId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.store.Db;
import tools.jackson.databind.node.ObjectNode;

/**
 * To-device messages. They are kept on the recipient's shard until the device has acknowledged
 * them.
 */
public final class ToDevice {
  /** A message and its ordering in the device's inbox. */
  public record Message(long ordering, ObjectNode event) {}

  private final Db db;

  public ToDevice(Db db) {
    this.db = db;
  }

  Outcome send(KeyCommand.SendToDevice send, Tx tx) {
    for (KeyCommand.DeviceMessage message : send.messages()) {
      ObjectNode event =
          Json.object().put("type", send.type()).put("sender", send.sender().value());
      String stored = Json.text(event.set("content", message.content()));
      for (String device : recipients(send.user(), message.device())) {
        db.update(
            "INSERT INTO to_device VALUES (?, ?, ?, ?)",
            tx.nextOrdering(),
            send.user(),
            device,
            stored);
      }
    }
    tx.changed(new Change.OfUser(send.user().value()));
    return Outcome.accepted();
  }

  private List<String> recipients(UserId user, String device) {
    return db.list(
        "SELECT device FROM device WHERE user = ?1 AND (?2 = '*' OR device = ?2) ORDER BY device",
        row -> row.getString(1),
        user,
        device);
  }

  Outcome acknowledge(KeyCommand.AcknowledgeToDevice acknowledge) {
    db.update(
        "DELETE FROM to_device WHERE user = ? AND device = ? AND ordering < ?",
        acknowledge.user(),
        acknowledge.device(),
        acknowledge.upTo());
    return Outcome.accepted();
  }

  /** Pending messages of a device below an ordering, oldest first. */
  public List<Message> waiting(UserId user, DeviceId device, long before, int limit) {
    return db.list(
        "SELECT ordering, message FROM to_device WHERE user = ? AND device = ? AND ordering < ?"
            + " ORDER BY ordering LIMIT ?",
        row -> new Message(row.getLong(1), Json.object(row.getString(2))),
        user,
        device,
        before,
        limit);
  }
}
