package org.bongsu.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.bongsu.apply.Change;
import org.bongsu.apply.Quota;
import org.bongsu.apply.Tx;
import org.bongsu.apply.Usage;
import org.bongsu.command.KeyCommand;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
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

  private static final String COUNTED =
      "SELECT COUNT(*), COALESCE(SUM(octet_length(message)), 0) FROM to_device"
          + " WHERE user = ? AND device = ?";

  private final Db db;
  private final Usage usage;

  public ToDevice(Db db) {
    this.db = db;
    this.usage = new Usage(db);
  }

  /**
   * Puts messages into the inboxes of devices. A sender that has used up its share of an inbox is
   * refused. An inbox that is full in all, because its device has not been used for long, takes no
   * more, and its senders are not told: otherwise one forgotten device would keep a whole room from
   * sharing keys. What waits is never dropped for something newer, as it may be the only copy of a
   * key.
   */
  Outcome send(KeyCommand.SendToDevice send, Tx tx) {
    boolean stored = false;
    boolean refused = false;
    for (KeyCommand.DeviceMessage message : send.messages()) {
      ObjectNode event =
          Json.object().put("type", send.type()).put("sender", send.sender().value());
      String text = Json.text(event.set("content", message.content()));
      Usage.Total one = Usage.Total.added(text.getBytes(UTF_8).length);
      for (String device : recipients(send.user(), message.device())) {
        Inbox inbox = new Inbox(send.user(), device);
        if (!takesFrom(inbox, send.sender(), one, tx)) {
          refused = true;
        } else if (takes(inbox, one, tx)) {
          db.update(
              "INSERT INTO to_device VALUES (?, ?, ?, ?)",
              tx.nextOrdering(),
              send.user(),
              device,
              text);
          stored = true;
        }
      }
    }
    if (refused && !stored) {
      return Outcome.refused(
          Refusal.LIMIT_REACHED,
          Quota.TO_DEVICE_OF_SENDER.limit("What waits from one user for one device"));
    }
    tx.changed(new Change.OfUser(send.user().value()));
    return Outcome.accepted();
  }

  /** A device's waiting messages. */
  private record Inbox(UserId user, String device) {
    String owner() {
      return user + " " + device;
    }
  }

  private boolean takesFrom(Inbox inbox, UserId sender, Usage.Total one, Tx tx) {
    return usage.add(
        tx,
        Quota.TO_DEVICE_OF_SENDER,
        inbox.owner(),
        sender.value(),
        one,
        Usage.counting(
            db,
            COUNTED + " AND json_extract(message, '$.sender') = ?",
            inbox.user,
            inbox.device,
            sender));
  }

  private boolean takes(Inbox inbox, Usage.Total one, Tx tx) {
    return usage.add(
        tx,
        Quota.TO_DEVICE,
        inbox.owner(),
        one,
        Usage.counting(db, COUNTED, inbox.user, inbox.device));
  }

  /** Messages of a device were deleted: the totals must be counted again. */
  public void forgetUsage(UserId user, DeviceId device, Tx tx) {
    String owner = new Inbox(user, device.value()).owner();
    usage.forget(tx, Quota.TO_DEVICE, owner);
    usage.forget(tx, Quota.TO_DEVICE_OF_SENDER, owner);
  }

  private List<String> recipients(UserId user, String device) {
    return db.list(
        "SELECT device FROM device WHERE user = ?1 AND (?2 = '*' OR device = ?2) ORDER BY device",
        row -> row.getString(1),
        user,
        device);
  }

  Outcome acknowledge(KeyCommand.AcknowledgeToDevice acknowledge, Tx tx) {
    db.update(
        "DELETE FROM to_device WHERE user = ? AND device = ? AND ordering < ?",
        acknowledge.user(),
        acknowledge.device(),
        acknowledge.upTo());
    forgetUsage(acknowledge.user(), acknowledge.device(), tx);
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
