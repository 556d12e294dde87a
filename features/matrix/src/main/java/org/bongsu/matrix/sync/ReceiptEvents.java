package org.bongsu.matrix.sync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bongsu.id.EventId;
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
    Map<Place, Integer> taken = new HashMap<>();
    for (Receipt receipt : receipts) {
      if (!ignored.contains(receipt.user())) {
        Place place = new Place(receipt.event(), receipt.type(), receipt.user());
        int before = taken.merge(place, 1, Integer::sum) - 1;
        if (before == contents.size()) {
          contents.add(Json.object());
        }
        add(contents.get(before), receipt);
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

  /** Where one event holds at most one receipt. */
  private record Place(EventId event, String type, UserId user) {}

  private static void add(ObjectNode content, Receipt receipt) {
    ObjectNode said =
        content
            .withObjectProperty(receipt.event().value())
            .withObjectProperty(receipt.type())
            .putObject(receipt.user().value())
            .put("ts", receipt.timeMillis());
    if (!receipt.thread().isEmpty()) {
      said.put("thread_id", receipt.thread());
    }
  }
}
