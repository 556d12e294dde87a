package org.bongsu.reach;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bongsu.apply.Change;
import org.bongsu.apply.Tx;
import org.bongsu.command.AccountDataCommand;
import org.bongsu.command.Command;
import org.bongsu.effects.Effect;
import org.bongsu.effects.LaneLimits;
import org.bongsu.effects.RetryPolicy;
import org.bongsu.id.DeviceId;
import org.bongsu.room.RecentRooms;
import org.bongsu.room.Rooms;
import org.bongsu.room.StoredEvent;
import org.bongsu.shard.Shards;
import org.bongsu.store.Readers;
import org.bongsu.unread.Recipient;
import org.bongsu.unread.UnreadCounts;
import tools.jackson.databind.JsonNode;

/** HTTP pushes to push gateways (push gateway API). */
public final class PushEffect implements Effect<Notification> {
  private static final int EVENTS_AT_ONCE = 200;

  /** After 1, 2, 4 ... 256 s and then every five minutes: for about an hour. */
  private static final RetryPolicy RETRY =
      new RetryPolicy(Duration.ofSeconds(1), Duration.ofMinutes(5), 0.25, 20);

  private static final LaneLimits LIMITS =
      new LaneLimits(1_000, 32, 20, 500, true, LaneLimits.Overflow.DROP_OLDEST);

  private final PushUsers users = new PushUsers();
  private final PushRecipients recipients;
  private final PushBody bodies;
  private final PushGateway gateway;

  /**
   * The effect of one node.
   *
   * @param privateGateways whether push gateways may be in private networks or on this machine
   */
  public PushEffect(Shards shards, boolean privateGateways) {
    UnreadCounts unread = new UnreadCounts(new RecentRooms());
    this.recipients =
        new PushRecipients(shards, users, unread.pushedEvents(), new Recipient.Reader());
    this.bodies = new PushBody(recipients, unread);
    this.gateway = new PushGateway(privateGateways);
  }

  @Override
  public String name() {
    return "push";
  }

  /** Gateways recognise the event id, and a repeated notification does no harm. */
  @Override
  public Repetition repetition() {
    return Repetition.AT_LEAST_ONCE;
  }

  @Override
  public RetryPolicy retry() {
    return RETRY;
  }

  @Override
  public LaneLimits limits() {
    return LIMITS;
  }

  @Override
  public void load(Shards shards) {
    users.load(shards);
  }

  @Override
  public void committed(List<Change> changes) {
    users.changed(changes);
  }

  @Override
  public boolean isIdle() {
    return users.isEmpty();
  }

  @Override
  public boolean follows(Change change) {
    return change instanceof Change.InRoom;
  }

  @Override
  public List<Notification> find(Readers.Reader reader, int shard, long from, long before) {
    Rooms rooms = new Rooms(reader.shard(shard));
    List<Notification> found = new ArrayList<>();
    long end = Tx.firstOrdering(before);
    List<StoredEvent> events;
    for (long next = Tx.firstOrdering(from); ; next = events.getLast().ordering() + 1) {
      events = rooms.ofAllRooms(next, end, EVENTS_AT_ONCE);
      events.forEach(event -> found.addAll(recipients.of(reader, shard, event)));
      if (events.size() < EVENTS_AT_ONCE) {
        return found;
      }
    }
  }

  @Override
  public Optional<Notification> restore(int shard, JsonNode written) {
    return Notification.of(shard, written);
  }

  @Override
  public Optional<Attempt> prepare(Readers.Reader reader, Notification notification) {
    return bodies.write(reader, notification).map(request -> new Push(notification, request));
  }

  private final class Push implements Attempt {
    private final Notification notification;
    private final PushBody.Request request;

    Push(Notification notification, PushBody.Request request) {
      this.notification = notification;
      this.request = request;
    }

    /** The gateway's host. */
    @Override
    public String destination() {
      String url = request.url();
      return url.substring(0, Math.max(0, url.indexOf('/', "https://".length())));
    }

    @Override
    public Result perform() throws InterruptedException {
      return switch (gateway.send(request)) {
        case PushGateway.Result.Delivered delivered ->
            new Result.Done(
                delivered.rejected().contains(notification.pushKey())
                    ? Optional.of(removed(notification))
                    : Optional.empty());
        case PushGateway.Result.Failed failed -> new Result.Failed(failed.why());
        case PushGateway.Result.Refused refused -> new Result.Refused(refused.why());
      };
    }
  }

  /** The command that removes a pusher whose push key the gateway rejected. */
  private static Command removed(Notification of) {
    return new AccountDataCommand.SetPusher(
        of.user(), new DeviceId("none"), of.appId(), of.pushKey(), null, true);
  }

  @Override
  public void close() {
    gateway.close();
  }
}
