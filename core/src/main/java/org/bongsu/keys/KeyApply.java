package org.bongsu.keys;

import java.util.List;
import org.bongsu.apply.Change;
import org.bongsu.apply.Tx;
import org.bongsu.command.KeyCommand;
import org.bongsu.command.Outcome;
import org.bongsu.json.Json;
import org.bongsu.store.Db;
import tools.jackson.databind.node.ObjectNode;

/** Applies commands about encryption keys and messages between devices. */
public final class KeyApply {
  private final Db db;

  public KeyApply(Db db) {
    this.db = db;
  }

  public Outcome apply(KeyCommand command, Tx tx) {
    return switch (command) {
      case KeyCommand.SendToDevice send -> send(send, tx);
      case KeyCommand.AcknowledgeToDevice acknowledge -> acknowledge(acknowledge);
    };
  }

  private Outcome send(KeyCommand.SendToDevice send, Tx tx) {
    for (KeyCommand.DeviceMessage message : send.messages()) {
      for (String device : recipients(send, message)) {
        ObjectNode stored =
            Json.object().put("type", send.type()).put("sender", send.sender().value());
        stored.set("content", message.content());
        db.update(
            "INSERT INTO to_device VALUES (?, ?, ?, ?)",
            tx.nextOrdering(),
            send.user(),
            device,
            Json.text(stored));
      }
    }
    tx.changed(new Change.OfUser(send.user().value()));
    return Outcome.accepted();
  }

  private List<String> recipients(KeyCommand.SendToDevice send, KeyCommand.DeviceMessage message) {
    return db.list(
        "SELECT device FROM device WHERE user = ?1 AND (?2 = '*' OR device = ?2)",
        row -> row.getString(1),
        send.user(),
        message.device());
  }

  private Outcome acknowledge(KeyCommand.AcknowledgeToDevice acknowledge) {
    db.update(
        "DELETE FROM to_device WHERE user = ? AND device = ? AND ordering < ?",
        acknowledge.user(),
        acknowledge.device(),
        acknowledge.upTo());
    return Outcome.accepted();
  }
}
