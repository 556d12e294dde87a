package org.bongsu.sim;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.bongsu.command.Command;
import org.bongsu.command.EntryCodec;
import org.bongsu.json.Json;
import tools.jackson.databind.JsonNode;

/**
 * Which commands revoke something: an independent list, by the names and components written to the
 * log. It does not call {@link Command#revokes}, which it checks.
 */
final class ExpectedRevocations {
  /** Whatever their components hold. */
  private static final Set<String> ALWAYS =
      Set.of(
          "ConfirmSession",
          "DeactivateUser",
          "DeleteAlias",
          "DeleteAllDevices",
          "DeleteBackup",
          "DeleteBackupKeys",
          "DeleteDevices",
          "DeleteInvitation",
          "DeviceListChanged",
          "DropPushersOfOthers",
          "ForgetRoom",
          "LogIn",
          "MoveAlias",
          "MediaUnreferenced",
          "ProfileChanged",
          "RedactEvent",
          "RedactMedia",
          "RenameDevice",
          "Seal",
          "SetPassword",
          "SetProfileField",
          "SetPusher",
          "UpdateBackup",
          "UploadCrossSigningKeys",
          "UserDeactivated",
          "UserErased");

  private static final Set<String> NEVER =
      Set.of(
          "Acknowledge",
          "AcknowledgeToDevice",
          "ActivateLevel",
          "BeginEpoch",
          "ChangePushRule",
          "ClaimKeys",
          "CreateAlias",
          "CreateBackup",
          "CreateInvitation",
          "CreateRoom",
          "DelayEvent",
          "EffectsDone",
          "FindReferences",
          "FireTimer",
          "PutBackupKeys",
          "ReadUpTo",
          "ReferencesFound",
          "RefreshSession",
          "RegisterUser",
          "ReleaseProfile",
          "ReleaseSealed",
          "Report",
          "ReportUser",
          "ReserveMedia",
          "ReturnInvitation",
          "SeeDevice",
          "SendToDevice",
          "SetTag",
          "StoreFilter",
          "StoreMedia",
          "UploadKeys",
          "UploadSignatures",
          "UseInvitation");

  /** Depending on their components. */
  private static final Map<String, Predicate<JsonNode>> SOMETIMES =
      Map.of(
          "ChangeDelayedEvent", with -> !with.path("action").asString().equals("RESTART"),
          "Deliver", with -> contain(with.path("do").asString(), with.path("with")),
          "Reapply", with -> contain(with.path("do").asString(), with.path("with")),
          "LockUser", with -> with.path("locked").asBoolean(),
          "PublishRoom", with -> !with.path("published").asBoolean(),
          "SendEvent", with -> replacesState(with.path("event")),
          "SetAccountData", ExpectedRevocations::blocksOrKeepsSecrets,
          "SetMembership", with -> !isOneOf(with, "join", "invite", "knock"));

  private ExpectedRevocations() {}

  /** The names of all commands in the list. */
  static Set<String> names() {
    Set<String> names = new TreeSet<>(ALWAYS);
    names.addAll(NEVER);
    names.addAll(SOMETIMES.keySet());
    return names;
  }

  static boolean contain(Command command) {
    JsonNode written = Json.parse(EntryCodec.encode(command));
    return contain(written.path("do").asString(), written.path("with"));
  }

  private static boolean contain(String name, JsonNode with) {
    if (ALWAYS.contains(name)) {
      return true;
    }
    Predicate<JsonNode> sometimes = SOMETIMES.get(name);
    if (sometimes == null && !NEVER.contains(name)) {
      throw new IllegalStateException("list here whether " + name + " revokes something");
    }
    return sometimes != null && sometimes.test(with);
  }

  private static boolean replacesState(JsonNode event) {
    if (!event.path("stateKey").isString()) {
      return event.path("type").asString().equals("m.room.redaction");
    }
    return !event.path("type").asString().equals("m.room.member")
        || !isOneOf(event, "invite", "knock");
  }

  private static boolean isOneOf(JsonNode with, String... memberships) {
    String membership = with.path("content").path("membership").asString("");
    return Set.of(memberships).contains(membership);
  }

  private static boolean blocksOrKeepsSecrets(JsonNode with) {
    return with.path("content").isEmpty()
        || with.path("type")
            .asString()
            .matches("m\\.(ignored_user_list|(secret_storage|cross_signing|megolm_backup)\\..*)");
  }
}
