package org.bongsu.sim;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bongsu.account.Accounts;
import org.bongsu.alias.AliasApply;
import org.bongsu.command.AliasCommand;
import org.bongsu.command.Command;
import org.bongsu.command.MediaCommand;
import org.bongsu.command.Outcome;
import org.bongsu.command.RoomCommand;
import org.bongsu.command.UserCommand;
import org.bongsu.id.EventId;
import org.bongsu.id.UserId;
import org.bongsu.json.Json;
import org.bongsu.room.Rooms;
import org.bongsu.room.StoredEvent;
import org.bongsu.store.Db;
import org.bongsu.upload.UploadApply;
import tools.jackson.databind.node.ObjectNode;

/** Every acknowledged change is present at the end, unless it was undone since. */
final class AcknowledgedKept implements Checker {
  @Override
  public Optional<String> check(History history, Sites sites) {
    for (History.Answered one : history.acknowledged()) {
      Outcome.Accepted accepted = (Outcome.Accepted) one.outcome();
      if (!isKept(one.command(), accepted, history, sites)) {
        return Optional.of(
            "%s got an acknowledgement of %s, and it is gone"
                .formatted(one.device(), one.command()));
      }
    }
    return accountData(history, sites);
  }

  private static boolean isKept(
      Command command, Outcome.Accepted accepted, History history, Sites sites) {
    return switch (command) {
      case RoomCommand.CreateRoom create ->
          new Rooms(sites.storeOf(create.entity())).find(create.room()).isPresent();
      case RoomCommand.SendEvent send -> holds(sites, send, Workload.eventIn(accepted.result()));
      case RoomCommand.RedactEvent redact -> {
        Rooms rooms = new Rooms(sites.storeOf(redact.entity()));
        yield rooms.event(Workload.eventIn(accepted.result())).isPresent()
            && rooms.event(redact.target()).filter(e -> e.redactedBy() != null).isPresent();
      }
      case UserCommand.RegisterUser register ->
          new Accounts(sites.storeOf(register.entity())).find(register.user()).isPresent();
      case AliasCommand.CreateAlias create ->
          AliasApply.find(sites.storeOf(create.entity()), create.alias()).isPresent()
              || wasDeleted(create, history);
      case MediaCommand.ReserveMedia reserve ->
          UploadApply.find(sites.storeOf(reserve.entity()), reserve.mediaId()).isPresent();
      case MediaCommand.StoreMedia store ->
          UploadApply.find(sites.storeOf(store.entity()), store.mediaId())
              .filter(upload -> store.sha256().equals(upload.sha256()))
              .isPresent();
      default -> true;
    };
  }

  private static boolean holds(Sites sites, RoomCommand.SendEvent send, EventId id) {
    Optional<StoredEvent> event = new Rooms(sites.storeOf(send.entity())).event(id);
    return event
        .filter(e -> e.redactedBy() != null || e.contentText().contains(Markers.in(send)))
        .isPresent();
  }

  private static boolean wasDeleted(AliasCommand.CreateAlias create, History history) {
    return history.applied().stream()
        .anyMatch(applied ->
            applied.command() instanceof AliasCommand.DeleteAlias delete
                && delete.alias().equals(create.alias())
                && applied.outcome() instanceof Outcome.Accepted);
  }

  private record Place(String device, UserCommand.SetAccountData data) {
    String key() {
      return device + "|" + data.room() + "|" + data.type();
    }
  }

  /**
   * Each type is written by one device; its value is the last acknowledged one, or a later one that
   * was not answered or whose last attempt was refused: an earlier attempt may have been accepted
   * before the account was deactivated. Erased accounts have none.
   */
  private static Optional<String> accountData(History history, Sites sites) {
    Map<String, History.Answered> last = new HashMap<>();
    Set<UserId> erased = erased(history);
    for (History.Answered one : history.acknowledged()) {
      if (one.command() instanceof UserCommand.SetAccountData set && !erased.contains(set.user())) {
        last.merge(
            new Place(one.device(), set).key(), one, (a, b) -> a.number() > b.number() ? a : b);
      }
    }
    for (Map.Entry<String, History.Answered> entry : last.entrySet()) {
      UserCommand.SetAccountData set = (UserCommand.SetAccountData) entry.getValue().command();
      Db db = sites.storeOf(set.entity());
      var now = new Accounts(db).accountData(set.user(), set.room(), set.type());
      List<UserCommand.SetAccountData> later = later(history, entry.getValue());
      if (now.isEmpty()
          || (!isSame(now.get(), set.content())
              && later.stream().noneMatch(other -> isSame(now.get(), other.content())))) {
        return Optional.of("account data %s is %s, not %s".formatted(entry.getKey(), now, set));
      }
    }
    return Optional.empty();
  }

  private static Set<UserId> erased(History history) {
    Set<UserId> erased = new HashSet<>();
    for (History.Applied applied : history.applied()) {
      if (applied.command() instanceof UserCommand.DeactivateUser gone
          && gone.erase()
          && applied.outcome() instanceof Outcome.Accepted) {
        erased.add(gone.user());
      }
    }
    return erased;
  }

  /** Numbers may be read back with another type. */
  private static boolean isSame(ObjectNode one, ObjectNode other) {
    return Json.text(one).equals(Json.text(other));
  }

  private static List<UserCommand.SetAccountData> later(
      History history, History.Answered acknowledged) {
    Stream<History.Unanswered> refused =
        history.answered().stream()
            .filter(one -> one.outcome() instanceof Outcome.Refused)
            .map(one -> new History.Unanswered(one.device(), one.number(), one.command()));
    return Stream.concat(history.unanswered().stream(), refused)
        .filter(other ->
            other.device().equals(acknowledged.device()) && other.number() > acknowledged.number())
        .map(History.Unanswered::command)
        .filter(UserCommand.SetAccountData.class::isInstance)
        .map(UserCommand.SetAccountData.class::cast)
        .toList();
  }
}
