package org.bongsu.attack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import org.bongsu.client.Http;
import org.bongsu.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The server that is attacked, as seen from one address. */
final class Target implements AutoCloseable {
  /** An account that is signed in. */
  record Account(String userId, String token) {}

  private final URI url;
  private final InetAddress from;
  private final Http http;

  /**
   * A server.
   *
   * @param from the address from which it is spoken to
   */
  Target(URI url, String from) {
    this.url = url;
    this.from = InetAddress.ofLiteral(from);
    this.http = new Http(this.from);
  }

  /** Sends one request and waits for its answer. */
  Http.Answer ask(String method, String path, @Nullable String token, @Nullable JsonNode body)
      throws IOException, InterruptedException {
    return http.ask(url, Http.Ask.json(method, path, token, body));
  }

  /** Sends one request and waits for its answer. */
  Http.Answer ask(Http.Ask ask) throws IOException, InterruptedException {
    return http.ask(url, ask);
  }

  /** The same; anything but 200 is a failure. */
  JsonNode expect(String method, String path, @Nullable String token, @Nullable JsonNode body)
      throws IOException, InterruptedException {
    return expect(Http.Ask.json(method, path, token, body));
  }

  /** The same. */
  JsonNode expect(Http.Ask ask) throws IOException, InterruptedException {
    Http.Answer answer = ask(ask);
    if (!answer.isOk()) {
      throw new IOException(ask.method() + " " + ask.path() + " was answered with " + answer);
    }
    return answer.body();
  }

  /** A connection over which an attacker sends bytes of its own. */
  Socket connect() throws IOException {
    return connect(0);
  }

  /** The same with a receive buffer of some size, or the operating system's own if it is 0. */
  Socket connect(int receiveBufferBytes) throws IOException {
    Socket socket = new Socket();
    if (receiveBufferBytes > 0) {
      socket.setReceiveBufferSize(receiveBufferBytes);
    }
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), 5_000);
    return socket;
  }

  static String passwordOf(String name) {
    return "the password of " + name;
  }

  /** Makes an account. */
  Account register(String name) throws IOException, InterruptedException {
    ObjectNode wanted = Json.object().put("username", name).put("password", passwordOf(name));
    wanted.putObject("auth").put("type", "m.login.dummy");
    JsonNode made = expect("POST", Http.CLIENT + "/register", null, wanted);
    return new Account(
        made.path("user_id").stringValue(""), made.path("access_token").stringValue(""));
  }

  /** Makes a room; returns its id, percent-encoded for paths. */
  String room(Account owner) throws IOException, InterruptedException {
    ObjectNode wanted = Json.object().put("preset", "private_chat");
    JsonNode made = expect("POST", Http.CLIENT + "/createRoom", owner.token(), wanted);
    return Http.encode(made.path("room_id").stringValue(""));
  }

  /** The request that sends a message. */
  static Http.Ask message(Account sender, String room, String transaction, String body) {
    String path = "%s/rooms/%s/send/m.room.message/%s".formatted(Http.CLIENT, room, transaction);
    ObjectNode content = Json.object().put("msgtype", "m.text").put("body", body);
    return Http.Ask.json("PUT", path, sender.token(), content);
  }

  /** The request that signs in with a password, on a new device. */
  static Http.Ask signIn(String user, String password) {
    ObjectNode signIn = Json.object().put("type", "m.login.password").put("password", password);
    signIn.putObject("identifier").put("type", "m.id.user").put("user", user);
    return Http.Ask.json("POST", Http.CLIENT + "/login", null, signIn);
  }

  /** The request that sets account data of a type. */
  static Http.Ask accountData(Account owner, String type, ObjectNode content) {
    String path =
        "%s/user/%s/account_data/%s".formatted(Http.CLIENT, Http.encode(owner.userId()), type);
    return Http.Ask.json("PUT", path, owner.token(), content);
  }

  /** The request for everything that an account may see. */
  static Http.Ask sync(Account account) {
    return Http.Ask.json("GET", Http.CLIENT + "/sync?timeout=0", account.token(), null);
  }

  /** The request that uploads a file. */
  static Http.Ask upload(Account sender, String type, byte[] bytes) {
    String path = "/_matrix/media/v3/upload";
    return new Http.Ask("POST", path, sender.token(), type, bytes, Http.ANSWER_WITHIN);
  }

  @Override
  public void close() {
    http.close();
  }
}
