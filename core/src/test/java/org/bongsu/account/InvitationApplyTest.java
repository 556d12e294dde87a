package org.bongsu.account;

import static org.bongsu.testing.OneReplica.GILDONG;
import static org.bongsu.testing.OneReplica.SOONBOK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.bongsu.command.InvitationCommand.CreateInvitation;
import org.bongsu.command.InvitationCommand.DeleteInvitation;
import org.bongsu.command.InvitationCommand.ReturnInvitation;
import org.bongsu.command.InvitationCommand.UseInvitation;
import org.bongsu.command.Refusal;
import org.bongsu.id.UserId;
import org.bongsu.testing.OneReplica;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InvitationApplyTest {
  @TempDir Path directory;
  private OneReplica replica;
  private Invitations invitations;

  @BeforeEach
  void open() {
    replica = new OneReplica(directory.resolve("000.db"));
    invitations = new Invitations(replica.db());
  }

  @AfterEach
  void close() {
    replica.close();
  }

  private String use(String token, UserId user) {
    return replica.accept(new UseInvitation(token, user)).path("used").stringValue();
  }

  @Test
  void aTokenIsMadeOnce() {
    replica.accept(new CreateInvitation("family", 2L, 9_000L));
    assertEquals(Refusal.CONFLICT, replica.refuse(new CreateInvitation("family", null, null)));
    assertEquals(List.of(new Invitations.Invitation("family", 2L, 9_000L, 0)), invitations.all());
  }

  @Test
  void aUserTakesOneUseHoweverOftenTheyAsk() {
    replica.accept(new CreateInvitation("family", 1L, null));
    assertEquals("now", use("family", SOONBOK));
    assertEquals("before", use("family", SOONBOK));
    assertEquals(1, invitations.find("family").orElseThrow().uses());
    assertEquals(Refusal.FORBIDDEN, replica.refuse(new UseInvitation("family", GILDONG)));
    assertEquals("before", use("family", SOONBOK));
  }

  @Test
  void aUseThatIsGivenBackIsFreeForAnother() {
    replica.accept(new CreateInvitation("family", 1L, null));
    assertEquals("now", use("family", SOONBOK));
    replica.accept(new ReturnInvitation("family", GILDONG));
    assertEquals(Refusal.FORBIDDEN, replica.refuse(new UseInvitation("family", GILDONG)));
    replica.accept(new ReturnInvitation("family", SOONBOK));
    replica.accept(new ReturnInvitation("family", SOONBOK));
    assertEquals("now", use("family", GILDONG));
    assertEquals(1, invitations.find("family").orElseThrow().uses());
  }

  @Test
  void aTokenEndsAtItsTimeButNotForThoseWhoHaveUsedIt() {
    replica.accept(new CreateInvitation("today", null, 5_000L));
    replica.at(4_999);
    assertEquals("now", use("today", SOONBOK));
    replica.at(5_000);
    assertEquals(Refusal.FORBIDDEN, replica.refuse(new UseInvitation("today", GILDONG)));
    assertEquals("before", use("today", SOONBOK));
  }

  @Test
  void aDeletedTokenIsForgottenWithItsUses() {
    replica.accept(new CreateInvitation("family", 1L, null));
    assertEquals("now", use("family", SOONBOK));
    replica.accept(new DeleteInvitation("family"));
    assertEquals(Refusal.NOT_FOUND, replica.refuse(new DeleteInvitation("family")));
    assertEquals(Refusal.FORBIDDEN, replica.refuse(new UseInvitation("family", SOONBOK)));
    assertTrue(invitations.find("family").isEmpty());
    replica.accept(new CreateInvitation("family", 1L, null));
    assertEquals("now", use("family", GILDONG));
    assertEquals(List.of(), replica.broadcasts());
  }

  @Test
  void nobodyUsesATokenThatWasNeverMade() {
    assertEquals(Refusal.FORBIDDEN, replica.refuse(new UseInvitation("guessed", SOONBOK)));
  }
}
