package org.bongsu.account;

import org.bongsu.apply.Tx;
import org.bongsu.command.InvitationCommand;
import org.bongsu.command.Outcome;
import org.bongsu.command.Refusal;
import org.bongsu.store.Db;

/** Applies commands about registration tokens. */
public final class InvitationApply {
  private final Db db;
  private final Invitations invitations;

  public InvitationApply(Db db) {
    this.db = db;
    this.invitations = new Invitations(db);
  }

  public Outcome apply(InvitationCommand command, Tx tx) {
    return switch (command) {
      case InvitationCommand.CreateInvitation create -> create(create, tx);
      case InvitationCommand.UseInvitation use -> use(use, tx);
      case InvitationCommand.ReturnInvitation back -> giveBack(back);
      case InvitationCommand.DeleteInvitation delete -> delete(delete);
    };
  }

  private Outcome create(InvitationCommand.CreateInvitation create, Tx tx) {
    int added =
        db.update(
            "INSERT OR IGNORE INTO invitation VALUES (?, ?, ?, ?)",
            create.token(),
            create.usesMax(),
            create.expiresMillis(),
            tx.timeMillis());
    return added == 1
        ? Outcome.accepted()
        : Outcome.refused(Refusal.CONFLICT, "There is a registration token of this name.");
  }

  private Outcome use(InvitationCommand.UseInvitation use, Tx tx) {
    if (db.exists(
        "SELECT 1 FROM invitation_use WHERE token = ? AND user = ?", use.token(), use.user())) {
      return Outcome.accepted("used", "before");
    }
    if (invitations.find(use.token()).filter(i -> i.isValidAt(tx.timeMillis())).isEmpty()) {
      return Outcome.refused(Refusal.FORBIDDEN, "This registration token is not valid (any more).");
    }
    db.update("INSERT INTO invitation_use VALUES (?, ?)", use.token(), use.user());
    return Outcome.accepted("used", "now");
  }

  private Outcome giveBack(InvitationCommand.ReturnInvitation back) {
    db.update("DELETE FROM invitation_use WHERE token = ? AND user = ?", back.token(), back.user());
    return Outcome.accepted();
  }

  private Outcome delete(InvitationCommand.DeleteInvitation delete) {
    if (db.update("DELETE FROM invitation WHERE token = ?", delete.token()) == 0) {
      return Outcome.refused(Refusal.NOT_FOUND, "There is no such registration token.");
    }
    db.update("DELETE FROM invitation_use WHERE token = ?", delete.token());
    return Outcome.accepted();
  }
}
