package org.bongsu.backup;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bongsu.restic.Repository;
import org.bongsu.restic.RepositoryDamaged;

/**
 * The revocations after a restored moment.
 *
 * @param lines in the order in which they are applied again
 * @param whatIsMissing why revocations may be missing; empty if none are
 */
record LedgerPart(List<RoundFile.Line> lines, String whatIsMissing) {
  LedgerPart {
    lines = List.copyOf(lines);
  }

  boolean isComplete() {
    return whatIsMissing.isEmpty();
  }

  /**
   * Reads them: those of the restored epoch from the cut on, and all of later epochs.
   *
   * @param newest the manifests of the newest backups of all epochs, which say how far their
   *     ledgers must reach
   */
  static LedgerPart read(Repository repository, Collection<Manifest> newest, RestorePoint point) {
    List<RoundFile.Line> lines = new ArrayList<>();
    try {
      return new LedgerPart(lines, read(repository, newest, point, lines));
    } catch (RepositoryDamaged e) {
      return new LedgerPart(lines, "it is damaged: " + e.getMessage());
    }
  }

  private static String read(
      Repository repository,
      Collection<Manifest> newest,
      RestorePoint point,
      List<RoundFile.Line> lines) {
    String epoch = point.tree().manifest().epoch();
    long[] from = point.cut().positions();
    boolean found = false;
    for (Ledger.Saved ledger : Ledger.all(repository)) {
      boolean isOwn = ledger.extent().epoch().equals(epoch);
      found |= isOwn;
      if (!found) {
        continue; // of an earlier epoch
      }
      String missing = missing(ledger.extent(), newest, isOwn ? from : ledger.extent().begins());
      if (!missing.isEmpty()) {
        return missing;
      }
      ledger.read(
          repository,
          line -> {
            if (!isOwn || line.record().position() >= from[line.shard()]) {
              lines.add(line);
            }
          });
    }
    return found ? "" : "there is none";
  }

  private static String missing(Ledger.Extent extent, Collection<Manifest> newest, long[] from) {
    if (extent.saved().length != from.length) {
      return "it is of another deployment";
    }
    long[] needed =
        newest.stream()
            .filter(manifest -> manifest.epoch().equals(extent.epoch()))
            .findFirst()
            .map(Manifest::ledger)
            .orElse(extent.saved());
    for (int shard = 0; shard < from.length; shard++) {
      if (extent.saved()[shard] < needed[shard]) {
        return "it is older than the backup";
      }
      if (extent.begins()[shard] > from[shard]) {
        return "it begins after the moment to restore";
      }
    }
    return "";
  }
}
