package org.bongsu.drill;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bongsu.client.Http;
import org.bongsu.drill.Operation.Kind;
import org.bongsu.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Somebody who grants something and revokes it: signs a device out, kicks, bans, closes a history,
 * deletes a message, a profile photo or an uploaded one. Each time it is something new, so a site
 * that shows it after the revocation is stale.
 */
final class Revoker extends Actor {
  private static final List<Revocation.Kind> KINDS = List.of(Revocation.Kind.values());
  private static final long PAUSE_MILLIS = 700;
  private static final int SEEN_LOOKS = 40;
  private static final long SEEN_MILLIS = 100;

  /** The request that revokes, and the revocation to look for. */
  private record Plan(Http.Ask revoke, Revocation revocation) {}

  /** Three accounts: the one that revokes, the one that is affected, and an outsider. */
  record Cast(Account owner, Account guest, Account stranger) {}

  private final Cast cast;
  private final Client client;
  private final Revocations published;
  private int number;

  /** The room in which messages are deleted; created when first needed. */
  private @Nullable String messageRoom;

  Revoker(String name, Cast cast, Client client, History history, Revocations published) {
    super(name, history);
    this.cast = cast;
    this.client = client;
    this.published = published;
  }

  Client client() {
    return client;
  }

  @Override
  void act() throws InterruptedException {
    revoke(KINDS.get(number % KINDS.size()));
    Thread.sleep(PAUSE_MILLIS);
  }

  private void revoke(Revocation.Kind kind) throws InterruptedException {
    Plan plan;
    try {
      plan = prepare(kind, name() + "-" + ++number);
      if (!isSeen(plan.revocation)) {
        history().unexplained(kind + " would revoke what nobody sees");
        return;
      }
    } catch (Client.Unanswered notPrepared) {
      return; // a login was not answered, or the drill ends: the next one starts over
    }
    History.Invocation invoked =
        history()
            .invoke(
                Kind.REVOKE, name(), client.home().name(), plan.revocation.id(), kind.toString());
    try {
      boolean repeatable = plan.revoke.method().equals("PUT");
      Client.Reply reply = repeatable ? client.insist(plan.revoke) : client.once(plan.revoke);
      if (reply.isOk()) {
        invoked.ok(reply.site(), "");
        published.add(plan.revocation);
      } else {
        invoked.fail(reply.site(), reply.answer().toString());
        history().unexplained(kind + " was answered with " + reply.answer());
      }
    } catch (Client.Unanswered e) {
      invoked.unknown();
    }
  }

  /** Whether what will be revoked is shown first; a site may learn of it a little later. */
  private boolean isSeen(Revocation revocation) throws Client.Unanswered, InterruptedException {
    for (int i = 0; i < SEEN_LOOKS; i++) {
      if (revocation.isShownIn(client.insist(revocation.look()).answer())) {
        return true;
      }
      Thread.sleep(SEEN_MILLIS);
    }
    return false;
  }

  private Plan prepare(Revocation.Kind kind, String id)
      throws Client.Unanswered, InterruptedException {
    return switch (kind) {
      case SIGN_OUT -> signOut(id);
      case KICK -> remove(id, kind, "kick");
      case BAN -> remove(id, kind, "ban");
      case CLOSE_HISTORY -> closeHistory(id);
      case DELETE_MESSAGE -> deleteMessage(id);
      case DELETE_PHOTO -> deletePhoto(id);
      case DELETE_UPLOAD -> deleteUpload(id);
    };
  }

  private Plan signOut(String id) throws Client.Unanswered, InterruptedException {
    Account guest = cast.guest;
    ObjectNode login = Json.object().put("type", "m.login.password");
    login.put("password", guest.password());
    login.putObject("identifier").put("type", "m.id.user").put("user", guest.userId());
    String token = client.once(guest.ask("POST", "/login", login)).text("access_token");
    Account device = new Account(guest.userId(), guest.password(), token, "");
    return new Plan(
        device.ask("POST", "/logout", Json.object()),
        new Revocation(
            id, Revocation.Kind.SIGN_OUT, device, Http.CLIENT + "/account/whoami", answer -> true));
  }

  private Plan remove(String id, Revocation.Kind kind, String how)
      throws Client.Unanswered, InterruptedException {
    String room = room(Json.object().put("preset", "public_chat"));
    client.insist(cast.guest.ask("POST", Account.room(room) + "/join", Json.object()));
    ObjectNode whom = Json.object().put("user_id", cast.guest.userId());
    return new Plan(
        cast.owner.ask("POST", Account.room(room) + "/" + how, whom),
        new Revocation(
            id,
            kind,
            cast.guest,
            Http.CLIENT + Account.room(room) + "/joined_members",
            answer -> true));
  }

  private Plan closeHistory(String id) throws Client.Unanswered, InterruptedException {
    ObjectNode wanted = Json.object().put("preset", "public_chat");
    ObjectNode open = wanted.putArray("initial_state").addObject();
    open.put("type", "m.room.history_visibility").put("state_key", "");
    open.putObject("content").put("history_visibility", "world_readable");
    String room = room(wanted);
    ObjectNode closed = Json.object().put("history_visibility", "joined");
    return new Plan(
        cast.owner.ask("PUT", Account.room(room) + "/state/m.room.history_visibility/", closed),
        new Revocation(
            id,
            Revocation.Kind.CLOSE_HISTORY,
            cast.stranger,
            Http.CLIENT + Account.room(room) + "/state",
            answer -> true));
  }

  private String room(ObjectNode wanted) throws Client.Unanswered, InterruptedException {
    return client.insist(cast.owner.ask("POST", "/createRoom", wanted)).text("room_id");
  }

  private String messageRoom() throws Client.Unanswered, InterruptedException {
    if (messageRoom == null) {
      messageRoom = room(Json.object().put("preset", "public_chat"));
    }
    return messageRoom;
  }

  private Plan deleteMessage(String id) throws Client.Unanswered, InterruptedException {
    String room = Account.room(messageRoom());
    String event = send(room, id, Json.object().put("msgtype", "m.text").put("body", id));
    return new Plan(
        redact(room, id, event),
        new Revocation(
            id,
            Revocation.Kind.DELETE_MESSAGE,
            cast.owner,
            Http.CLIENT + room + "/event/" + Http.encode(event),
            answer -> answer.body().path("content").has("body")));
  }

  private String send(String room, String id, ObjectNode content)
      throws Client.Unanswered, InterruptedException {
    return client
        .insist(cast.owner.ask("PUT", room + "/send/m.room.message/m" + id, content))
        .text("event_id");
  }

  private Http.Ask redact(String room, String id, String event) {
    return cast.owner.ask(
        "PUT", "%s/redact/%s/r%s".formatted(room, Http.encode(event), id), Json.object());
  }

  /** A photo is deleted with the only message that names it. */
  private Plan deleteUpload(String id) throws Client.Unanswered, InterruptedException {
    String room = Account.room(messageRoom());
    Http.Ask upload = Photographer.upload(cast.owner, id.getBytes(StandardCharsets.UTF_8));
    String photo = client.insist(upload).text("content_uri");
    ObjectNode content = Json.object().put("msgtype", "m.image").put("body", id).put("url", photo);
    return new Plan(
        redact(room, id, send(room, id, content)),
        new Revocation(
            id,
            Revocation.Kind.DELETE_UPLOAD,
            cast.guest,
            Photographer.download(photo),
            answer -> true));
  }

  private Plan deletePhoto(String id) throws Client.Unanswered, InterruptedException {
    String path = "/profile/" + Http.encode(cast.owner.userId()) + "/avatar_url";
    String photo = "mxc://drill/" + id;
    client.insist(cast.owner.ask("PUT", path, Json.object().put("avatar_url", photo)));
    return new Plan(
        cast.owner.ask("PUT", path, Json.object().put("avatar_url", "")),
        new Revocation(
            id,
            Revocation.Kind.DELETE_PHOTO,
            cast.stranger,
            Http.CLIENT + path,
            answer -> answer.text("avatar_url").equals(photo)));
  }
}
