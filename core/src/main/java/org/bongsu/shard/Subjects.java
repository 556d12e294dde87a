package org.bongsu.shard;

import org.bongsu.account.AccountApply;
import org.bongsu.account.InvitationApply;
import org.bongsu.accountdata.AccountDataApply;
import org.bongsu.alias.AliasApply;
import org.bongsu.apply.Tx;
import org.bongsu.command.AccountDataCommand;
import org.bongsu.command.AliasCommand;
import org.bongsu.command.Command;
import org.bongsu.command.DelayedEventCommand;
import org.bongsu.command.InvitationCommand;
import org.bongsu.command.KeyCommand;
import org.bongsu.command.MediaCommand;
import org.bongsu.command.Outcome;
import org.bongsu.command.RoomCommand;
import org.bongsu.command.ShardCommand;
import org.bongsu.command.TimerCommand;
import org.bongsu.command.TimerSubject;
import org.bongsu.command.UserCommand;
import org.bongsu.delayed.DelayedEventApply;
import org.bongsu.keys.KeyApply;
import org.bongsu.reference.MediaReferences;
import org.bongsu.room.RoomApply;
import org.bongsu.store.Db;
import org.bongsu.timer.TimerOwner;
import org.bongsu.timer.Timers;
import org.bongsu.upload.MediaDeletions;
import org.bongsu.upload.UploadApply;

/**
 * Dispatches each command to the subject that applies it. Subjects cache rows between entries; a
 * new instance starts with empty caches.
 */
final class Subjects {
  /** From this level on, erasing an account deletes its uploads. */
  private static final int MEDIA_ERASED_SINCE = 4;

  /**
   * Events, and accounts with their data, that one entry reads to record their references to media:
   * about a tenth of a second.
   */
  private static final int RECORDED_AT_ONCE_MAX = 100_000;

  private final RoomApply rooms;
  private final AccountApply accounts;
  private final InvitationApply invitations;
  private final AccountDataApply accountData;
  private final AliasApply aliases;
  private final KeyApply keys;
  private final MediaReferences references;
  private final MediaDeletions mediaDeletions;
  private final UploadApply uploads;
  private final DelayedEventApply delayedEvents;
  private final Timers timers;

  Subjects(Db db) {
    this.rooms = new RoomApply(db);
    this.accounts = new AccountApply(db);
    this.invitations = new InvitationApply(db);
    this.accountData = new AccountDataApply(db);
    this.aliases = new AliasApply(db);
    this.keys = new KeyApply(db);
    this.references = new MediaReferences(db);
    this.mediaDeletions = new MediaDeletions(db);
    this.uploads = new UploadApply(db, mediaDeletions);
    this.delayedEvents = new DelayedEventApply(db, rooms);
    this.timers = new Timers(db);
  }

  Outcome apply(Command command, Tx tx) {
    return switch (command) {
      case RoomCommand room -> rooms.apply(room, tx);
      case UserCommand.ProfileChanged profile -> rooms.profileChanged(profile, tx);
      case UserCommand.UserDeactivated left -> {
        delayedEvents.userDeactivated(left.user());
        yield rooms.userDeactivated(left, tx);
      }
      case UserCommand.UserErased erased -> rooms.userErased(erased, tx);
      case UserCommand.DeactivateUser deactivate -> deactivate(deactivate, tx);
      case UserCommand user -> accounts.apply(user, tx);
      case InvitationCommand invitation -> invitations.apply(invitation, tx);
      case AccountDataCommand change -> accountData.apply(change, tx);
      case AliasCommand alias -> aliases.apply(alias, tx);
      case KeyCommand key -> keys.apply(key, tx);
      case MediaCommand stored -> uploads.apply(stored, tx);
      case DelayedEventCommand delayed -> delayedEvents.apply(delayed, tx);
      case TimerCommand.FireTimer fire -> timers.fire(fire, tx, this::ownerOf);
      case ShardCommand shard ->
          throw new IllegalStateException("not a subject's: " + shard.getClass().getSimpleName());
    };
  }

  private Outcome deactivate(UserCommand.DeactivateUser deactivate, Tx tx) {
    Outcome outcome = accounts.apply(deactivate, tx);
    if (outcome instanceof Outcome.Accepted
        && deactivate.erase()
        && tx.level() >= MEDIA_ERASED_SINCE) {
      mediaDeletions.uploaderErased(deactivate.user(), tx);
    }
    return outcome;
  }

  /** Hides what the shard holds. */
  void seal(Tx tx) {
    rooms.seal(tx);
    accounts.seal();
  }

  /** The level rises with the entry that is being applied. */
  void raised(int levelBefore, int level, Tx tx) {
    boolean isSmall =
        rooms.countEvents(RECORDED_AT_ONCE_MAX + 1) <= RECORDED_AT_ONCE_MAX
            && accounts.countContents(RECORDED_AT_ONCE_MAX + 1) <= RECORDED_AT_ONCE_MAX;
    references.begin(
        tx,
        levelBefore,
        level,
        isSmall,
        () -> {
          rooms.recordReferences();
          accounts.recordReferences();
        });
  }

  private TimerOwner ownerOf(TimerSubject subject) {
    return switch (subject) {
      case DELAYED_EVENT -> delayedEvents;
      case MEDIA_ERASURE -> mediaDeletions;
    };
  }
}
