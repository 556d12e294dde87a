package org.bongsu.api;

import org.bongsu.command.Command;
import org.bongsu.command.RoomCommand;
import org.bongsu.command.UserCommand;
import org.bongsu.event.EventTypes;

/**
 * Which commands take something back that a site may show until it has applied them. They are
 * acknowledged when no site shows it any more.
 */
public final class Narrows {
  private Narrows() {}

  public static boolean isNarrowing(Command command) {
    return switch (command) {
      case UserCommand user -> isNarrowing(user);
      case RoomCommand room -> isNarrowing(room);
      default -> false; // nothing else takes away what somebody may see
    };
  }

  private static boolean isNarrowing(UserCommand command) {
    return switch (command) {
      case UserCommand.DeleteDevices ended -> true;
      case UserCommand.DeleteAllDevices ended -> true;
      case UserCommand.SetPassword changed -> changed.endDevices();
      case UserCommand.DeactivateUser gone -> true;
      case UserCommand.LockUser lock -> lock.locked();
      case UserCommand.SetProfileField set -> true; // the photo or name before is not shown on
      default -> false;
    };
  }

  private static boolean isNarrowing(RoomCommand command) {
    return switch (command) {
      case RoomCommand.RedactEvent redaction -> true;
      case RoomCommand.SetMembership change ->
          !change.sender().equals(change.target())
              && !change.content().path("membership").asString("").equals("invite");
      case RoomCommand.SendEvent sent -> isNarrowingState(sent);
      case RoomCommand.PublishRoom published -> !published.published();
      default -> false;
    };
  }

  /** State decides who sees what: the history's visibility, who is in, who may come in. */
  private static boolean isNarrowingState(RoomCommand.SendEvent sent) {
    String key = sent.event().stateKey();
    boolean self = key != null && key.equals(sent.sender().value());
    return switch (sent.event().type()) {
      case EventTypes.HISTORY_VISIBILITY, EventTypes.JOIN_RULES -> key != null;
      case EventTypes.MEMBER -> key != null && !self;
      default -> false;
    };
  }
}
