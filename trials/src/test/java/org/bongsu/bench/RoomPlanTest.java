package org.bongsu.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoomPlanTest {
  @Test
  void theSameSeedGivesTheSameRoomsAndAnotherSeedOthers() {
    assertEquals(shape(RoomPlan.draw(300, 120, 1)), shape(RoomPlan.draw(300, 120, 1)));
    assertNotEquals(shape(RoomPlan.draw(300, 120, 1)), shape(RoomPlan.draw(300, 120, 2)));
  }

  @Test
  void mostRoomsAreSmallSomeMediumAndAFewBig() {
    RoomPlan plan = RoomPlan.draw(1_000, 400, 5);
    int[] sizes = plan.rooms().stream().mapToInt(room -> room.members().length).toArray();
    assertEquals(4, Arrays.stream(sizes).filter(size -> size >= 200 && size <= 300).count());
    assertEquals(32, Arrays.stream(sizes).filter(size -> size >= 20 && size <= 50).count());
    assertEquals(116, Arrays.stream(sizes).filter(size -> size >= 3 && size <= 12).count());
    assertEquals(248, Arrays.stream(sizes).filter(size -> size == 2).count());
  }

  @Test
  void membersAreDistinctUsersEvenWhereUsersAreFew() {
    for (int users : new int[] {2, 3, 17, 250}) {
      for (RoomPlan.PlannedRoom room : RoomPlan.draw(users, 50, 3).rooms()) {
        int[] members = room.members();
        int[] distinct = Arrays.stream(members).distinct().toArray();
        assertArrayEquals(distinct, members);
        assertTrue(Arrays.stream(members).allMatch(m -> m >= 0 && m < users));
        assertTrue(members.length >= 2);
      }
    }
  }

  private static List<List<Integer>> shape(RoomPlan plan) {
    return plan.rooms().stream()
        .map(room -> Arrays.stream(room.members()).boxed().toList())
        .toList();
  }
}
