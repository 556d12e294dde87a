package org.bongsu.effects;

import java.util.List;
import java.util.stream.IntStream;
import org.bongsu.gateway.CommandGateway;
import org.bongsu.room.RecentRooms;
import org.bongsu.shard.Shards;
import org.bongsu.unread.Person;
import org.bongsu.unread.UnreadCounts;

/** The effects of a node: followers of all shards, and what they set off. */
public final class Effects implements AutoCloseable {
  private final PushGateway gateway;
  private final PushLanes lanes;
  private final List<EventFollower> followers;

  private Effects(PushGateway gateway, PushLanes lanes, List<EventFollower> followers) {
    this.gateway = gateway;
    this.lanes = lanes;
    this.followers = followers;
  }

  /**
   * Starts them.
   *
   * @param privateGateways whether push gateways may be in private networks or on this machine
   */
  public static Effects open(
      Shards shards, CommandGateway commands, Charge charge, boolean privateGateways) {
    UnreadCounts unread = new UnreadCounts(new RecentRooms());
    PushUsers users = new PushUsers();
    PushRecipients recipients =
        new PushRecipients(shards, users, unread.pushedEvents(), new Person.Reader());
    PushGateway gateway = new PushGateway(privateGateways);
    PushLanes lanes =
        new PushLanes(shards, commands, new PushBody(recipients, unread), gateway, charge);
    List<EventFollower> followers =
        IntStream.range(0, shards.map().count())
            .mapToObj(i -> new EventFollower(i, shards, users, recipients, lanes, charge))
            .toList();
    shards.subscribe((shard, next, changes) -> {
      users.changed(changes);
      followers.get(shard).wake(next);
    });
    users.load(shards);
    followers.forEach(EventFollower::start);
    return new Effects(gateway, lanes, followers);
  }

  /** Stops following, lets what is being sent end, and writes how far it is. */
  @Override
  public void close() {
    try {
      for (EventFollower follower : followers) {
        follower.stop();
      }
      lanes.close();
      for (EventFollower follower : followers) {
        follower.writeLast();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      gateway.close();
    }
  }
}
