package org.bongsu.matrix.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bongsu.id.UserId;
import org.bongsu.matrix.media.UploadsInProgress.Place;
import org.junit.jupiter.api.Test;

class UploadsInProgressTest {
  private final UploadsInProgress uploads = new UploadsInProgress();

  private static UserId user(int number) {
    return UserId.of("user" + number, "bongsu.example");
  }

  /** How many uploads the account gets until it is refused. */
  private int takeAll(UserId user) {
    int taken = 0;
    while (uploads.begin(user) == Place.TAKEN) {
      taken++;
    }
    return taken;
  }

  @Test
  void anAccountGetsAShareOfWhatTheOthersLeave() {
    assertEquals(32, takeAll(user(1)));
    assertEquals(29, takeAll(user(2)));
    uploads.end(user(2));
    assertEquals(Place.TAKEN, uploads.begin(user(2)));
    assertEquals(Place.SHARE_USED, uploads.begin(user(2)));
    uploads.end(user(1));
    assertEquals(Place.SHARE_USED, uploads.begin(user(1)), "now that others upload, too");
  }

  @Test
  void aFewAccountsLeaveRoomForOthers() {
    int all = 0;
    for (int i = 0; i < 32; i++) {
      all += takeAll(user(i));
    }
    assertTrue(all < UploadsInProgress.ALL_MAX - 32, all + " places are taken");
    assertEquals(Place.TAKEN, uploads.begin(user(99)));
  }

  @Test
  void noMoreThanAllPlacesAreTaken() {
    int all = 0;
    for (int i = 0; i < 1000; i++) {
      all += takeAll(user(i));
    }
    assertEquals(UploadsInProgress.ALL_MAX, all);
    assertEquals(Place.NONE_LEFT, uploads.begin(user(1000)));
    uploads.end(user(0));
    assertEquals(Place.TAKEN, uploads.begin(user(1000)));
  }
}
