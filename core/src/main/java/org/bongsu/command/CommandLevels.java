package org.bongsu.command;

import java.util.Map;
import java.util.Optional;

/**
 * Levels: which commands a version of Bongsu can apply, and what applying them does. While sites
 * are upgraded one after the other, a log must contain nothing that one of them does not know, and
 * a command must have the same effect in all of them. Therefore the switch is in each shard's log:
 * all entries after {@link ShardCommand.ActivateLevel} with {@code n} are applied at level {@code
 * n}, in every site and in every replay. A level never decreases.
 *
 * <p>A new command, a new component, or a change in what applying an existing command does needs a
 * new level: raise {@link #NEWEST}, add the command to {@link #LATER}, check {@code Tx.level()}
 * where behaviour changes, and keep the old behaviour for lower levels. The test of this class
 * lists what a level-1 version knows.
 *
 * <p>Level 2: digests cover rows; deleting a device also deletes the record of its claimed one-time
 * keys; a one-time key without an algorithm is refused instead of put aside.
 *
 * <p>Level 3: a fallback key that is uploaded again stays used; repeated signatures do not count
 * against their limit; nothing is stored for accounts that were deactivated and devices that were
 * signed out; erasing an account hides what its user said from those who join later; accounts and
 * rooms have quotas ({@code apply.Quota}).
 *
 * <p>Level 4: references to media are recorded, and media is deleted with its last one ({@code
 * upload.MediaDeletions}).
 *
 * <p>Level 5: accepted revocations are recorded ({@code shard.RevocationRecords}), and can be
 * applied again after a restore; a restored deployment is of another epoch, and what it holds can
 * be sealed.
 */
public final class CommandLevels {
  /** The newest level that this version applies. */
  public static final int NEWEST = 5;

  /** The level that every version knows and with which every log begins. */
  public static final int OLDEST = 1;

  /** Commands that were added after level 1, with their levels. */
  public static final Map<Class<? extends Command>, Integer> LATER =
      Map.ofEntries(
          Map.entry(ShardCommand.ActivateLevel.class, 2),
          Map.entry(DelayedEventCommand.DelayEvent.class, 2),
          Map.entry(DelayedEventCommand.ChangeDelayedEvent.class, 2),
          Map.entry(TimerCommand.FireTimer.class, 2),
          Map.entry(UserCommand.UserErased.class, 3),
          Map.entry(MediaCommand.RedactMedia.class, 4),
          Map.entry(MediaCommand.MediaUnreferenced.class, 4),
          Map.entry(MediaCommand.FindReferences.class, 4),
          Map.entry(MediaCommand.ReferencesFound.class, 4),
          Map.entry(ShardCommand.Reapply.class, 5),
          Map.entry(ShardCommand.BeginEpoch.class, 5),
          Map.entry(ShardCommand.Seal.class, 5),
          Map.entry(RoomCommand.ReleaseSealed.class, 5),
          Map.entry(UserCommand.ReleaseProfile.class, 5));

  private CommandLevels() {}

  /** The level that a command needs. */
  public static int of(Command command) {
    return of(command, LATER);
  }

  /** The same for a version with other additions. */
  public static int of(Command command, Map<Class<? extends Command>, Integer> later) {
    int own = later.getOrDefault(command.getClass(), OLDEST);
    return switch (command) {
      case ShardCommand.Deliver deliver -> Math.max(own, of(deliver.command(), later));
      case ShardCommand.Reapply reapply -> Math.max(own, of(reapply.command(), later));
      case ShardCommand.ActivateLevel next -> Math.max(own, next.level());
      default -> own;
    };
  }

  /**
   * The entry to append to a shard's log if its level is below the newest one that all sites know.
   */
  public static Optional<ShardCommand.ActivateLevel> due(int active, int knownToAll) {
    return active < knownToAll
        ? Optional.of(new ShardCommand.ActivateLevel(knownToAll))
        : Optional.empty();
  }
}
