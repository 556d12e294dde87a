package org.bongsu.command;

import org.bongsu.id.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Commands about registration tokens ({@code m.login.registration_token}), on the token's shard. A
 * token is no secret of a person but an invitation that is handed around, so it is kept as it is.
 */
public sealed interface InvitationCommand extends Command {
  String token();

  @Override
  default String entity() {
    return token();
  }

  /**
   * Makes a token.
   *
   * @param usesMax how many accounts may be made with it; null for any number
   * @param expiresMillis milliseconds since 1970, or null for never
   */
  record CreateInvitation(String token, @Nullable Long usesMax, @Nullable Long expiresMillis)
      implements InvitationCommand {
    @Override
    public boolean revokes() {
      return false;
    }
  }

  /**
   * Takes one of the token's uses for an account that is about to be made; once for each user. The
   * result says {@code used}: {@code now} or {@code before}.
   */
  record UseInvitation(String token, UserId user) implements InvitationCommand {
    @Override
    public boolean revokes() {
      return false;
    }
  }

  /** Gives a use back, because the account was refused. */
  record ReturnInvitation(String token, UserId user) implements InvitationCommand {
    @Override
    public boolean revokes() {
      return false;
    }
  }

  /** Ends a token. */
  record DeleteInvitation(String token) implements InvitationCommand {
    @Override
    public boolean revokes() {
      return true;
    }
  }
}
