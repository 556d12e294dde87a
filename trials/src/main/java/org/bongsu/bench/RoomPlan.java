package org.bongsu.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Who is in which room, planned before anything is made on a server. The same seed and sizes give
 * the same plan.
 *
 * <p>Of all rooms, 62 % are 1:1; 29 % small, 3 to 12 members, small ones more often (the smaller of
 * two even draws); 8 % medium, 20 to 50; 1 % big, 200 to 300. From 20 rooms on there is at least
 * one medium and one big room. The shares are exact (rounded), the sizes within a share are drawn;
 * no room has more members than there are users. The first two members of the rooms go round all
 * users, so that few are left without a room; the others are drawn evenly.
 *
 * @param users how many there are; members are numbers below it
 * @param rooms in no order of size
 */
record RoomPlan(int users, List<PlannedRoom> rooms) {

  /** How its members join. */
  enum Kind {
    DIRECT,
    PRIVATE,
    PUBLIC
  }

  /**
   * One room.
   *
   * @param members distinct; the first creates it
   */
  record PlannedRoom(Kind kind, int[] members) {}

  /** Draws a plan. */
  static RoomPlan draw(int users, int rooms, long seed) {
    Random random = new Random(seed);
    Seats seats = new Seats(users, random);
    List<PlannedRoom> planned = new ArrayList<>(rooms);
    for (int size : sizes(rooms, random)) {
      int seated = Math.clamp(size, 2, users);
      Kind kind = seated == 2 ? Kind.DIRECT : seated <= 12 ? Kind.PRIVATE : Kind.PUBLIC;
      planned.add(new PlannedRoom(kind, seats.take(seated)));
    }
    return new RoomPlan(users, List.copyOf(planned));
  }

  int joins() {
    return rooms.stream().mapToInt(room -> room.members().length - 1).sum();
  }

  int largest() {
    return rooms.stream().mapToInt(room -> room.members().length).max().orElse(0);
  }

  double meanSize() {
    return rooms.stream().mapToInt(room -> room.members().length).average().orElse(0);
  }

  private static List<Integer> sizes(int rooms, Random random) {
    int atLeast = rooms >= 20 ? 1 : 0;
    int big = Math.max(atLeast, Math.round(rooms * 0.01f));
    int medium = Math.max(atLeast, Math.round(rooms * 0.08f));
    int small = Math.round(rooms * 0.29f);
    List<Integer> sizes = new ArrayList<>(rooms);
    for (int i = 0; i < rooms; i++) {
      if (i < big) {
        sizes.add(200 + random.nextInt(101));
      } else if (i < big + medium) {
        sizes.add(20 + random.nextInt(31));
      } else if (i < big + medium + small) {
        sizes.add(3 + Math.min(random.nextInt(10), random.nextInt(10)));
      } else {
        sizes.add(2);
      }
    }
    Collections.shuffle(sizes, random);
    return sizes;
  }

  /** Hands out distinct users for a room; the first two go round so that few are left out. */
  private static final class Seats {
    private final int[] round;
    private final int[] users;
    private final Random random;
    private int next;

    Seats(int count, Random random) {
      this.random = random;
      users = new int[count];
      Arrays.setAll(users, i -> i);
      shuffleFirst(count);
      round = users.clone();
    }

    int[] take(int count) {
      Set<Integer> members = new LinkedHashSet<>();
      members.add(round[next++ % round.length]);
      members.add(round[next++ % round.length]);
      shuffleFirst(count);
      for (int i = 0; members.size() < count; i++) {
        members.add(users[i]);
      }
      return members.stream().mapToInt(Integer::intValue).toArray();
    }

    private void shuffleFirst(int count) {
      for (int i = 0; i < count; i++) {
        int other = i + random.nextInt(users.length - i);
        int swapped = users[i];
        users[i] = users[other];
        users[other] = swapped;
      }
    }
  }
}
