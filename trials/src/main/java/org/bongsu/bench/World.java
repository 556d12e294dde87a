package org.bongsu.bench;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Accounts and rooms of the bench as they exist on the server. */
record World(List<Account> accounts, List<Room> rooms, RoomPlan plan) {

  record Account(String userId, String password, String token) {}

  /**
   * A room.
   *
   * @param encodedId percent-encoded for paths
   * @param members numbers of accounts
   */
  record Room(String id, String encodedId, int[] members) {}

  /** By room, its members below a number, ascending: those that sync. */
  int[][] syncingOf(int syncing) {
    return rooms.stream()
        .map(room -> Arrays.stream(room.members()).filter(m -> m < syncing).sorted().toArray())
        .toArray(int[][]::new);
  }

  Map<String, Integer> numberOfRoom() {
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < rooms.size(); i++) {
      numbers.put(rooms.get(i).id(), i);
    }
    return numbers;
  }
}
