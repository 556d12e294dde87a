package org.bongsu.crash;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bongsu.client.Http;
import org.bongsu.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Makes the accounts and rooms of a trial. */
final class Settlers {
  private final Person.Trial trial;

  Settlers(Person.Trial trial) {
    this.trial = trial;
  }

  /** Makes people who are members of every room but the last, which they join and leave. */
  List<Person> settle(int people, int rooms, long seed) throws InterruptedException, IOException {
    List<Person.Account> accounts = new ArrayList<>();
    for (int i = 0; i < people; i++) {
      accounts.add(register("person" + i));
    }
    List<String> made = new ArrayList<>();
    for (int i = 0; i <= rooms; i++) {
      ObjectNode room = Json.object().put("preset", "public_chat").put("name", "방 " + i);
      made.add(expect("POST", "/createRoom", accounts.getFirst(), room).text("room_id"));
    }
    for (Person.Account account : accounts) {
      for (String room : made.subList(0, rooms)) {
        expect("POST", "/rooms/" + Http.encode(room) + "/join", account, Json.object());
      }
    }
    List<Person> settled = new ArrayList<>();
    for (int i = 0; i < people; i++) {
      settled.add(
          new Person(i, accounts.get(i), made.subList(0, rooms), made.getLast(), trial, seed + i));
    }
    settled.forEach(person -> person.knows(settled));
    return settled;
  }

  private Person.Account register(String name) throws IOException, InterruptedException {
    String password = "the password of " + name;
    ObjectNode body = Json.object().put("username", name).put("password", password);
    body.putObject("auth").put("type", "m.login.dummy");
    Http.Answer made = trial.server().ask("POST", Http.CLIENT + "/register", null, body);
    if (!made.isOk()) {
      throw new IOException("no account could be made: " + made);
    }
    return new Person.Account(
        made.text("user_id"), password, made.text("access_token"), made.text("device_id"));
  }

  private Http.Answer expect(String method, String path, Person.Account account, ObjectNode body)
      throws IOException, InterruptedException {
    Http.Answer answer = trial.server().ask(method, Http.CLIENT + path, account.token(), body);
    if (!answer.isOk()) {
      throw new IOException(path + " was answered with " + answer);
    }
    return answer;
  }
}
