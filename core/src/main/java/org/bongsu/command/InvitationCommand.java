package org.bongsu.command;

import org.bongsu.id.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Commands about registration tokens ({@code m.login.registration_token}), on the token's shard. A
 * token is not a personal secret but an invitation that is passed on, so it is stored in plain
 * text.
 */
public sealed interface InvitationCommand extends Command {
  String token();

  @Override
  default String entity() {
    return token();
  }

  /**
   * Creates a token.
   *
   * @param usesMax how many accounts may be created with it; null for any number
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
   * Consumes one use of the token for an account that is about to be created; at most once per
   * user. The result has {@code used}: {@code now} or {@code before}.
   */
  record UseInvitation(String token, UserId user) implements InvitationCommand {
    @Override
    public boolean revokes() {
      return false;
    }
  }

  /** Returns a use, because the account was refused. */
  record ReturnInvitation(String token, UserId user) implements InvitationCommand {
    @Override
    public boolean revokes() {
      return false;
    }
  }

  /** Deletes a token. */
  record DeleteInvitation(String token) implements InvitationCommand {
    @Override
    public boolean revokes() {
      return true;
    }
  }
}
