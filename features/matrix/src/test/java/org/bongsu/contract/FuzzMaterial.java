package org.bongsu.contract;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Existing ids of the server, so that hostile requests get past the first checks.
 *
 * @param token of the attacking account
 * @param expendable tokens of another account, for operations that end a session
 * @param media {@code server/mediaId}
 * @param tokens sync and pagination tokens
 */
public record FuzzMaterial(
    String token,
    List<String> expendable,
    List<String> rooms,
    List<String> events,
    List<String> users,
    List<String> devices,
    List<String> media,
    List<String> tokens) {

  private static final int ROOMS = 5;
  private static final int EXPENDABLE = 4;

  /** Creates accounts, rooms and messages through the API. */
  public static FuzzMaterial prepare(MatrixClient anonymous) {
    MatrixClient attacker = anonymous.registerUser("attacker" + unique());
    MatrixClient victim = anonymous.registerUser("victim" + unique());
    List<String> expendable = new java.util.ArrayList<>();
    for (int i = 0; i < EXPENDABLE; i++) {
      expendable.add(victim.anotherDevice().token());
    }
    List<String> rooms = new java.util.ArrayList<>();
    List<String> events = new java.util.ArrayList<>();
    for (int i = 0; i < ROOMS; i++) {
      rooms.add(attacker.createRoom());
      events.add(attacker.sendText(rooms.getLast(), "봉수에 불을 올려라 " + i));
    }
    String foreign = victim.createRoom(Map.of("preset", "private_chat"));
    rooms.add(foreign);
    events.add(victim.sendText(foreign, "secret"));
    String mxc = attacker.uploadMedia(new byte[] {1, 2, 3}, "application/octet-stream", "a.bin");
    return new FuzzMaterial(
        attacker.token(),
        List.copyOf(expendable),
        List.copyOf(rooms),
        List.copyOf(events),
        List.of(attacker.userId(), victim.userId(), "@nobody:elsewhere.example"),
        List.of(attacker.deviceId(), "NODEVICE"),
        List.of(mxc.substring("mxc://".length())),
        List.of(attacker.sync().text("next_batch")));
  }

  /** Only a token: for servers that have no rooms. */
  static FuzzMaterial of(String token) {
    return new FuzzMaterial(
        token,
        List.of("expendable"),
        List.of("!room:test"),
        List.of("$event"),
        List.of("@user:test"),
        List.of("DEVICE"),
        List.of("test/media"),
        List.of("s1"));
  }

  private static String unique() {
    return Long.toString(System.nanoTime(), 36);
  }

  static <T> T pick(List<T> list, RandomGenerator random) {
    return list.get(random.nextInt(list.size()));
  }

  /** A valid value for a path or query parameter. */
  String parameter(String name, RandomGenerator random) {
    return switch (name) {
      case "roomId", "roomIdOrAlias", "room_id" -> pick(rooms, random);
      case "eventId", "event_id" -> pick(events, random);
      case "userId", "user_id" -> pick(users, random);
      case "deviceId" -> pick(devices, random);
      case "roomAlias" -> "#alias" + random.nextInt(20) + ":test";
      case "serverName" -> pick(media, random).split("/")[0];
      case "mediaId" -> pick(media, random).split("/")[1];
      case "fileName" -> "a.bin";
      case "eventType" -> pick(List.of("m.room.message", "m.room.topic", "org.test"), random);
      case "stateKey" -> pick(List.of("", "key"), random);
      case "kind" -> pick(List.of("override", "underride", "content", "room", "sender"), random);
      case "ruleId" -> pick(List.of(".m.rule.message", "mine"), random);
      case "keyName" -> pick(List.of("displayname", "avatar_url", "org.test"), random);
      case "receiptType" -> pick(List.of("m.read", "m.read.private", "m.fully_read"), random);
      case "relType" -> pick(List.of("m.annotation", "m.replace", "m.thread"), random);
      case "tag" -> "u.work";
      case "dir" -> pick(List.of("b", "f"), random);
      case "from", "since", "to" -> pick(tokens, random);
      case "limit" -> "" + random.nextInt(1, 20);
      case "ts" -> "1700000000000";
      case "filterId", "timeout", "timeout_ms" -> "0";
      case "width", "height" -> "32";
      case "method" -> pick(List.of("crop", "scale"), random);
      case "type" -> "org.test";
      default -> "x" + random.nextInt(100);
    };
  }

  /** A valid value for a string in a body, by its property's name and pattern. */
  String text(String property, String pattern, RandomGenerator random) {
    String sigil = pattern.replaceAll("[\\^\\\\]", "");
    return switch (sigil.isEmpty() ? ' ' : sigil.charAt(0)) {
      case '!' -> pick(rooms, random);
      case '@' -> pick(users, random);
      case '$' -> pick(events, random);
      case '#' -> "#alias" + random.nextInt(20) + ":test";
      case 'm' -> "mxc://" + pick(media, random);
      default -> property.isEmpty() ? "text" : parameter(property, random);
    };
  }
}
