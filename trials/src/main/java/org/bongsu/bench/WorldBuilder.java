package org.bongsu.bench;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bongsu.json.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes accounts by the shared secret and rooms as planned: 1:1 and private rooms by invitation and
 * join, public ones by join.
 */
final class WorldBuilder {
  /** The first accounts also log in with their password and use that device. */
  static final int LOGINS_MAX = 20;

  private static final String REGISTER = "/_synapse/admin/v1/register";

  private final Calls calls;
  private final String sharedSecret;
  private final String prefix;
  private final PrintStream out;

  /**
   * A builder.
   *
   * @param prefix of the accounts' names, not yet used on this server
   */
  WorldBuilder(Calls calls, String sharedSecret, String prefix, PrintStream out) {
    this.calls = calls;
    this.sharedSecret = sharedSecret;
    this.prefix = prefix;
    this.out = out;
  }

  /** Makes everything in the plan. */
  World build(RoomPlan plan) {
    long begun = System.nanoTime();
    List<World.Account> accounts = accounts("", plan.users());
    out.printf("  %,d accounts in %.1f s%n", accounts.size(), since(begun));
    long roomsBegun = System.nanoTime();
    List<World.Room> rooms = rooms(accounts, plan.rooms());
    out.printf(
        "  %,d rooms of 2 to %,d members (mean %.1f), %,d joins in %.1f s%n",
        rooms.size(), plan.largest(), plan.meanSize(), plan.joins(), since(roomsBegun));
    if (calls.limited() > 0) {
      out.printf(
          "  the server limited the rate %,d times meanwhile; raise its limits to measure it%n",
          calls.limited());
    }
    return new World(accounts, rooms, plan);
  }

  List<World.Account> accounts(String infix, int count) {
    AtomicReferenceArray<World.Account> made = new AtomicReferenceArray<>(count);
    Calls.inParallel(
        count,
        i -> {
          World.Account account = register(prefix + infix + i);
          made.set(i, i < LOGINS_MAX ? login(account) : account);
        });
    return IntStream.range(0, count).mapToObj(made::get).toList();
  }

  List<World.Room> rooms(List<World.Account> accounts, List<RoomPlan.PlannedRoom> planned) {
    AtomicReferenceArray<World.Room> made = new AtomicReferenceArray<>(planned.size());
    Calls.inParallel(planned.size(), i -> made.set(i, room(accounts, planned.get(i), i)));
    return IntStream.range(0, planned.size()).mapToObj(made::get).toList();
  }

  /** One account, as Synapse documents its admin endpoint. */
  World.Account register(String name) {
    String nonce = calls.get(null, REGISTER).path("nonce").asString("");
    String password = "bench " + name;
    ObjectNode body =
        Json.object()
            .put("nonce", nonce)
            .put("username", name)
            .put("password", password)
            .put("admin", false)
            .put("mac", mac(nonce, name, password));
    var answer = calls.post(null, REGISTER, body);
    String userId = answer.path("user_id").asString("");
    String token = answer.path("access_token").asString("");
    World.Account account = new World.Account(userId, password, token);
    return token.isEmpty() ? login(account) : account;
  }

  World.Account login(World.Account account) {
    ObjectNode body = Json.object().put("type", "m.login.password");
    body.putObject("identifier").put("type", "m.id.user").put("user", account.userId());
    body.put("password", account.password());
    var answer = calls.post(null, Requests.CLIENT + "login", body);
    String token = answer.path("access_token").asString("");
    if (token.isEmpty()) {
      throw new BenchFailed("login as " + account.userId() + " gave no access_token");
    }
    return new World.Account(account.userId(), account.password(), token);
  }

  /** HMAC-SHA1 over the fields, each ended by a zero byte but the last. */
  private String mac(String nonce, String name, String password) {
    String signed = String.join("\0", nonce, name, password, "notadmin");
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(sharedSecret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HMAC-SHA1", e);
    }
  }

  private World.Room room(List<World.Account> accounts, RoomPlan.PlannedRoom planned, int number) {
    int[] members = planned.members();
    ObjectNode body = Json.object();
    switch (planned.kind()) {
      case DIRECT -> body.put("preset", "trusted_private_chat").put("is_direct", true);
      case PRIVATE -> body.put("preset", "private_chat").put("name", "우리 모임 " + number);
      case PUBLIC -> body.put("preset", "public_chat").put("name", "동네 이야기 " + number);
    }
    if (planned.kind() != RoomPlan.Kind.PUBLIC) {
      ArrayNode invited = body.putArray("invite");
      for (int i = 1; i < members.length; i++) {
        invited.add(accounts.get(members[i]).userId());
      }
    }
    var answer = calls.post(accounts.get(members[0]).token(), Requests.CLIENT + "createRoom", body);
    String id = answer.path("room_id").asString("");
    String encodedId = Requests.encode(id);
    for (int i = 1; i < members.length; i++) {
      String join = Requests.CLIENT + "join/" + encodedId;
      calls.post(accounts.get(members[i]).token(), join, Json.object());
    }
    return new World.Room(id, encodedId, members);
  }

  private static double since(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }
}
