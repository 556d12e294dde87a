package org.bongsu.matrix.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.room.Receipts.Receipt;
import tools.jackson.databind.node.ObjectNode;

/** Writes receipts as {@code m.receipt} events. */
final class ReceiptEvents {
  private ReceiptEvents() {}

  /**
   * The events. One event can hold one receipt of a user for an event, so a user who has read the
   * same event in two threads needs two.
   */
  static List<ObjectNode> of(List<Receipt> receipts, Set<UserId> ignored) {
    List<ObjectNode> contents = new ArrayList<>(1);
    for (Receipt receipt : receipts) {
      if (!ignored.contains(receipt.user())) {
        add(contents, receipt);
      }
    }
    return contents.stream()
        .map(content -> {
          ObjectNode event = Json.object().put("type", "m.receipt");
          event.set("content", content);
          return event;
        })
        .toList();
  }

  private static void add(List<ObjectNode> contents, Receipt receipt) {
    for (int i = 0; ; i++) {
      if (i == contents.size()) {
        contents.add(Json.object());
      }
      ObjectNode users =
          contents
              .get(i)
              .withObjectProperty(receipt.event().value())
              .withObjectProperty(receipt.type());
      if (!users.has(receipt.user().value())) {
        ObjectNode said = users.putObject(receipt.user().value()).put("ts", receipt.timeMillis());
        if (!receipt.thread().isEmpty()) {
          said.put("thread_id", receipt.thread());
        }
        return;
      }
    }
  }
}
