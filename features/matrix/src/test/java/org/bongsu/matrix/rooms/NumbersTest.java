package org.bongsu.matrix.rooms;

import static org.bongsu.contract.MatrixClient.path;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.bongsu.contract.MatrixClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Numbers that canonical JSON does not have are in no event, and those that nothing has nowhere.
 */
class NumbersTest extends RoomsTest {
  @ParameterizedTest
  @ValueSource(strings = {"1e400", "-1e400", "1.5", "1e3", "9007199254740992", "-9007199254740992"})
  void noEventHasOtherNumbersThanCanonicalJson(String number) {
    MatrixClient soonbok = person("soonbok");
    String room = soonbok.createRoom();
    String body = "{\"msgtype\":\"m.text\",\"body\":\"봉화\",\"deep\":[{\"n\":" + number + "}]}";
    String state = "{\"n\":" + number + "}";
    soonbok.put(room("/send/m.room.message/1", room), body).expectError(400, "M_BAD_JSON");
    soonbok
        .put(room("/send/m.room.message/2?org.matrix.msc4140.delay=1000", room), body)
        .expectError(400, "M_BAD_JSON");
    soonbok.put(room("/state/org.bongsu.fire/east", room), state).expectError(400, "M_BAD_JSON");
    soonbok
        .post("/createRoom", "{\"creation_content\":{\"n\":" + number + "}}")
        .expectError(400, "M_BAD_JSON");
    soonbok
        .post(
            "/createRoom",
            "{\"initial_state\":[{\"type\":\"org.bongsu.fire\",\"content\":" + state + "}]}")
        .expectError(400, "M_BAD_JSON");
    soonbok.post(room("/join", room), state).expectError(400, "M_BAD_JSON");
    assertFalse(
        soonbok.get(room("/messages?dir=b&limit=50", room)).body().toString().contains("봉화"));
  }

  @Test
  void accountDataHoldsFractionsButNothingThatIsNoNumber() {
    MatrixClient soonbok = person("soonbok");
    String fire = path("/user/{}/account_data/org.bongsu.fire", soonbok.userId());
    soonbok.put(fire, "{\"n\":1e400}").expectError(400, "M_BAD_JSON");
    soonbok.get(fire).expectError(404, "M_NOT_FOUND");
    soonbok.put(fire, "{\"n\":0.25,\"m\":9007199254740992}").expect(200);
    assertEquals(0.25, soonbok.get(fire).expect(200).path("n").doubleValue());
    assertEquals(1L << 53, soonbok.get(fire).expect(200).path("m").longValue());
    String tag = path("/user/{}/rooms/{}/tags/u.fire", soonbok.userId(), soonbok.createRoom());
    soonbok.put(tag, "{\"order\":1e999}").expectError(400, "M_BAD_JSON");
    soonbok.put(tag, "{\"order\":0.5}").expect(200);
  }
}
