package org.bongsu.backup;

import java.time.Instant;
import java.util.List;
import org.bongsu.json.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a restore has made, and what is missing.
 *
 * @param restoredTo the moment of the restored state
 * @param entries of the log that were applied since the checkpoint
 * @param media photos and files that were restored
 * @param mediaMissing those that the restored state names, but the backup does not have
 * @param mediaMissingNames the first of them: media ids
 * @param reapplied revocations from the ledger that came after the restored moment
 * @param reappliedInVain those that had nothing to revoke, because what they concern is not
 *     restored
 * @param withoutLedger whether the ledger was not used, and what may have been revoked is hidden
 * @param sessionsEnded accounts whose devices were signed out
 */
public record RestoreReport(
    String serverName,
    Instant restoredTo,
    String epoch,
    long entries,
    long media,
    long mediaBytes,
    long mediaMissing,
    List<String> mediaMissingNames,
    long reapplied,
    long reappliedInVain,
    boolean withoutLedger,
    long sessionsEnded) {
  static final String FILE = "restored.json";

  public RestoreReport {
    mediaMissingNames = List.copyOf(mediaMissingNames);
  }

  ObjectNode toJson() {
    ObjectNode json =
        Json.object()
            .put("server_name", serverName)
            .put("restored_to", restoredTo.toString())
            .put("epoch", epoch)
            .put("log_entries", entries)
            .put("media", media)
            .put("media_bytes", mediaBytes)
            .put("media_missing", mediaMissing)
            .put("revocations_reapplied", reapplied)
            .put("revocations_without_object", reappliedInVain)
            .put("without_ledger", withoutLedger)
            .put("accounts_signed_out", sessionsEnded);
    ArrayNode names = json.putArray("media_missing_ids");
    mediaMissingNames.forEach(names::add);
    return json;
  }
}
