package org.bongsu.matrix.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bongsu.contract.Answer;
import org.bongsu.contract.MatrixClient;
import org.bongsu.id.RoomId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.node.RunningServer;
import org.bongsu.room.Rooms;
import org.bongsu.shard.Shards;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** A user's devices, password and account. */
class DevicesTest {
  @TempDir static Path data;
  private static RunningServer server;
  private static MatrixClient anonymous;

  @BeforeAll
  static void start() {
    server = RunningServer.open(data);
    anonymous = MatrixClient.anonymous(server.url());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ObjectNode withPassword(MatrixClient client, String session, String password) {
    ObjectNode body = Json.object();
    ObjectNode auth = body.putObject("auth").put("type", "m.login.password");
    auth.put("session", session).put("password", password);
    auth.putObject("identifier").put("type", "m.id.user").put("user", client.userId());
    return body;
  }

  @Test
  void devicesHaveNames() {
    MatrixClient bora = anonymous.registerUser("dev-bora");
    bora.put("/devices/" + bora.deviceId(), Map.of("display_name", "거실 태블릿")).expect(200);
    assertEquals(
        "거실 태블릿", bora.get("/devices/" + bora.deviceId()).expect(200).text("display_name"));
    bora.put("/devices/" + bora.deviceId(), Map.of()).expect(200);
    assertEquals("거실 태블릿", bora.get("/devices").expect(200).text("devices.0.display_name"));
    bora.put("/devices/OTHER", Map.of("display_name", "x")).expectError(404, "M_NOT_FOUND");
    bora.put("/devices/OTHER", Map.of()).expectError(404, "M_NOT_FOUND");
    bora.get("/devices/OTHER").expectError(404, "M_NOT_FOUND");
  }

  @Test
  void aDeviceIsSignedOutWithThePassword() {
    MatrixClient first = anonymous.registerUser("dev-dara");
    MatrixClient second = first.anotherDevice();
    String path = "/devices/" + second.deviceId();
    Answer asked = first.delete(path).expect(401);
    assertEquals("m.login.password", asked.text("flows.0.stages.0"));
    Answer wrong =
        first
            .delete(path, withPassword(first, asked.text("session"), "not the password"))
            .expectError(401, "M_FORBIDDEN");
    assertEquals(asked.text("session"), wrong.text("session"));
    second.get("/account/whoami").expect(200);
    first
        .delete(path, withPassword(first, asked.text("session"), "password of dev-dara"))
        .expect(200);
    second.get("/account/whoami").expectError(401, "M_UNKNOWN_TOKEN");
    first.get(path).expectError(404, "M_NOT_FOUND");
  }

  @Test
  void somebodyElsesPasswordSignsNothingOut() {
    MatrixClient victim = anonymous.registerUser("dev-victim");
    MatrixClient thief = anonymous.registerUser("dev-thief");
    String session = victim.delete("/devices/" + victim.deviceId()).expect(401).text("session");
    victim
        .delete(
            "/devices/" + victim.deviceId(), withPassword(thief, session, "password of dev-thief"))
        .expectError(401, "M_FORBIDDEN");
    victim.get("/account/whoami").expect(200);
  }

  @Test
  void severalDevicesAreSignedOutAtOnce() {
    MatrixClient first = anonymous.registerUser("dev-mina");
    MatrixClient second = first.anotherDevice();
    MatrixClient third = first.anotherDevice();
    first
        .postWithPassword(
            "/delete_devices", Map.of("devices", List.of(second.deviceId(), third.deviceId(), "X")))
        .expect(200);
    second.get("/account/whoami").expectError(401, "M_UNKNOWN_TOKEN");
    third.get("/account/whoami").expectError(401, "M_UNKNOWN_TOKEN");
    assertEquals(1, first.get("/devices").path("devices").size());
    first.post("/delete_devices", "{}").expectError(400, "M_MISSING_PARAM");
    first.post("/delete_devices", "{\"devices\":[1]}").expectError(400, "M_BAD_JSON");
  }

  /** What the password was asked for is what it allows. */
  @Test
  void theSecondRequestCannotNameOtherDevices() {
    MatrixClient first = anonymous.registerUser("dev-haru");
    MatrixClient named = first.anotherDevice();
    MatrixClient other = first.anotherDevice();
    String session =
        first
            .post("/delete_devices", Map.of("devices", List.of(named.deviceId())))
            .expect(401)
            .text("session");
    ObjectNode changed = withPassword(first, session, "password of dev-haru");
    changed.putArray("devices").add(other.deviceId());
    first.post("/delete_devices", changed).expectError(403, "M_FORBIDDEN");
    other.get("/account/whoami").expect(200);
    named.get("/account/whoami").expect(200);
    first.post("/delete_devices", withPassword(first, session, "password of dev-haru")).expect(200);
    named.get("/account/whoami").expectError(401, "M_UNKNOWN_TOKEN");
    other.get("/account/whoami").expect(200);
  }

  @Test
  void theSecondRequestCannotNameOtherDevicesInALongList() {
    MatrixClient first = anonymous.registerUser("dev-iseul");
    MatrixClient named = first.anotherDevice();
    MatrixClient other = first.anotherDevice();
    List<String> many =
        new ArrayList<>(IntStream.range(0, 600).mapToObj(i -> "NODEVICE" + i).toList());
    many.add(named.deviceId());
    String session =
        first.post("/delete_devices", Map.of("devices", many)).expect(401).text("session");
    ObjectNode changed = withPassword(first, session, "password of dev-iseul");
    changed.putArray("devices").add(other.deviceId());
    first.post("/delete_devices", changed).expectError(403, "M_FORBIDDEN");
    other.get("/account/whoami").expect(200);
    ObjectNode same = withPassword(first, session, "password of dev-iseul");
    many.forEach(same.putArray("devices")::add);
    first.post("/delete_devices", same).expect(200);
    named.get("/account/whoami").expectError(401, "M_UNKNOWN_TOKEN");
  }

  @Test
  void aNewPasswordSignsTheOtherDevicesOut() {
    MatrixClient first = anonymous.registerUser("dev-nari");
    MatrixClient second = first.anotherDevice();
    first.postWithPassword("/account/password", Map.of("new_password", "새 비밀번호 둘")).expect(200);
    first.get("/account/whoami").expect(200);
    second.get("/account/whoami").expectError(401, "M_UNKNOWN_TOKEN");
    first
        .postWithPassword("/account/password", Map.of("new_password", "other password"))
        .expectError(401, "M_FORBIDDEN");
    anonymous.login("dev-nari", "새 비밀번호 둘");
  }

  @Test
  void aPasswordChangeCanKeepOtherDevicesSignedIn() {
    MatrixClient first = anonymous.registerUser("dev-sora");
    MatrixClient second = first.anotherDevice();
    first
        .postWithPassword(
            "/account/password", Map.of("new_password", "새 비밀번호 둘", "logout_devices", false))
        .expect(200);
    second.get("/account/whoami").expect(200);
    second
        .postWithPassword("/account/password", Map.of("new_password", "short"))
        .expectError(401, "M_FORBIDDEN");
  }

  @Test
  void aPasswordCanBeChangedWithoutAToken() {
    MatrixClient yuna = anonymous.registerUser("dev-yuna");
    Answer asked = anonymous.post("/account/password", "{}").expect(401);
    ObjectNode body = withPassword(yuna, asked.text("session"), "password of dev-yuna");
    anonymous.post("/account/password", body.put("new_password", "새 비밀번호 둘")).expect(200);
    yuna.get("/account/whoami").expectError(401, "M_UNKNOWN_TOKEN");
  }

  @Test
  void aDeactivatedAccountIsOverAndItsNameStaysTaken() {
    MatrixClient host = anonymous.registerUser("dev-host");
    MatrixClient gone = anonymous.registerUser("dev-gone");
    String room = gone.createRoom();
    String hosts = host.createRoom();
    gone.join(hosts);
    gone.put("/profile/" + gone.userId() + "/displayname", Map.of("displayname", "간 사람"))
        .expect(200);
    Answer ended = gone.postWithPassword("/account/deactivate", Map.of("erase", true)).expect(200);
    assertEquals("success", ended.text("id_server_unbind_result"));
    gone.get("/account/whoami").expectError(401, "M_UNKNOWN_TOKEN");
    ObjectNode login =
        Json.object().put("type", "m.login.password").put("password", "password of dev-gone");
    anonymous.post("/login", login.put("user", "dev-gone")).expectError(403, "M_FORBIDDEN");
    anonymous.post("/register", Map.of("username", "dev-gone")).expectError(400, "M_USER_IN_USE");
    host.get("/profile/" + gone.userId()).expectError(404, "M_NOT_FOUND");
    assertEquals("leave", membership(new RoomId(room), new UserId(gone.userId())));
    assertTrue(
        host.get(MatrixClient.path("/rooms/{}/joined_members", hosts))
            .expect(200)
            .path("joined")
            .path(gone.userId())
            .isMissingNode());
  }

  private static String membership(RoomId room, UserId user) {
    Shards shards = server.node().shards();
    return shards
        .readers()
        .read(
            shards.shardOf(room.value()),
            db -> {
              Rooms rooms = new Rooms(db);
              return rooms.membership(rooms.find(room).orElseThrow(), user).orElse("none");
            });
  }

  @Test
  void accountsHaveNoAddressesOfOtherNetworks() {
    MatrixClient client = anonymous.registerUser("dev-3pid");
    assertEquals(0, client.get("/account/3pid").expect(200).path("threepids").size());
    client.post("/account/3pid/add").expectError(403, "M_THREEPID_DENIED");
    anonymous.post("/register/email/requestToken").expectError(403, "M_THREEPID_DENIED");
    anonymous.post("/account/password/msisdn/requestToken").expectError(403, "M_THREEPID_DENIED");
  }

  @Test
  void aUserSeesWhenDevicesWereUsed() {
    MatrixClient client = anonymous.registerUser("dev-seen");
    client.get("/account/whoami").expect(200);
    Answer whois = client.get("/admin/whois/" + client.userId()).expect(200);
    assertTrue(whois.path("devices").has(client.deviceId()), whois::request);
    MatrixClient other = anonymous.registerUser("dev-curious");
    other.get("/admin/whois/" + client.userId()).expectError(403, "M_FORBIDDEN");
  }
}
