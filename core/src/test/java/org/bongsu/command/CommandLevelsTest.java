package org.bongsu.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A new command or component must have a level, so that sites which do not know it never read it.
 */
class CommandLevelsTest {
  /** The commands of level 1; this list never changes. */
  private static final String OLDEST =
      """
      Acknowledge target sequence
      AcknowledgeToDevice user device upTo
      ChangePushRule user change kind ruleId before after value
      ClaimKeys user claims
      ConfirmSession user tokenHash
      CreateAlias alias room creator
      CreateBackup user algorithm authData
      CreateInvitation token usesMax expiresMillis
      CreateRoom room creator version published createdMillis events
      DeactivateUser user erase
      DeleteAlias alias user room
      DeleteAllDevices user except
      DeleteBackup user version
      DeleteBackupKeys user version room session
      DeleteDevices user devices
      DeleteInvitation token
      Deliver source sequence command
      DeviceListChanged user
      DropPushersOfOthers user appId pushKey
      EffectsDone worker position waiting
      ForgetRoom room user
      LockUser user locked
      LogIn user session provenBy
      MoveAlias alias from to
      ProfileChanged user profile field
      PublishRoom room user published
      PutBackupKeys user version keys
      ReadUpTo room user marks
      RedactEvent room sender device transactionId target content
      RefreshSession user refreshTokenHash newTokenHash newRefreshTokenHash expiresMillis
      RegisterUser user passwordHash admin session
      RenameDevice user device displayName
      Report room reporter event reason
      ReportUser user reporter reason
      ReserveMedia mediaId uploader expiresMillis
      ReturnInvitation token user
      SeeDevice user device seenMillis address
      SendEvent room sender device transactionId event joinAuthorisedVia
      SendToDevice user sender senderDevice transactionId type messages
      SetAccountData user room type content
      SetMembership room sender target content from joinAuthorisedVia
      SetPassword user passwordHash provenBy endDevices except
      SetProfileField user field value
      SetPusher user device appId pushKey pusher append
      SetTag user room tag content
      StoreFilter user filter
      StoreMedia mediaId uploader sha256 sizeBytes contentType fileName reserved
      UpdateBackup user version algorithm authData
      UploadCrossSigningKeys user master selfSigning userSigning
      UploadKeys user device deviceKeys oneTimeKeys fallbackKeys
      UploadSignatures user signatures
      UseInvitation token user
      UserDeactivated user
      """;

  private static Stream<Class<?>> commands(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(CommandLevelsTest::commands)
        : Stream.of(type);
  }

  private static String form(Class<?> command) {
    List<String> components =
        Arrays.stream(command.getRecordComponents()).map(part -> part.getName()).toList();
    return command.getSimpleName() + " " + String.join(" ", components);
  }

  @Test
  void everyFormIsOfTheOldestLevelOrHasOneOfItsOwn() {
    Set<String> now = new TreeSet<>();
    commands(Command.class)
        .filter(command -> !CommandLevels.LATER.containsKey(command))
        .forEach(command -> now.add(form(command)));
    assertEquals(OLDEST, String.join("\n", now) + "\n");
  }

  @Test
  void noLevelIsBeyondTheNewest() {
    CommandLevels.LATER
        .values()
        .forEach(
            level -> assertTrue(level > CommandLevels.OLDEST && level <= CommandLevels.NEWEST));
  }

  @Test
  void aLevelIsKnownFromItselfOn() {
    assertEquals(2, CommandLevels.of(new ShardCommand.ActivateLevel(1)));
    assertEquals(7, CommandLevels.of(new ShardCommand.ActivateLevel(7)));
    assertEquals(
        7, CommandLevels.of(new ShardCommand.Deliver(0, 1, new ShardCommand.ActivateLevel(7))));
  }

  @Test
  void theNewestLevelThatAllKnowIsDueWhileItDoesNotHold() {
    assertEquals(Optional.of(new ShardCommand.ActivateLevel(3)), CommandLevels.due(1, 3));
    assertEquals(Optional.empty(), CommandLevels.due(3, 3));
    assertEquals(Optional.empty(), CommandLevels.due(3, 2));
  }
}
