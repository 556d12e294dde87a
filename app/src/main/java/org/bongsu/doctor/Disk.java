package org.bongsu.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bongsu.doctor.Finding.Said;

/** Whether the data directory has space, can be written, and is nobody else's business. */
final class Disk implements Check {
  private static final String SUBJECT = "disk";
  private static final double WATCH_OUT_SHARE = 0.15;
  private static final double BROKEN_SHARE = 0.03;
  private static final long GIB = 1L << 30;

  @Override
  public List<Finding> look(Seen seen) {
    return seen.data().map(Disk::judge).orElse(List.of());
  }

  private static List<Finding> judge(Path data) {
    if (!Files.isDirectory(data)) {
      return List.of(
          Finding.broken(
              SUBJECT,
              new Said("%s 디렉터리가 없습니다.".formatted(data), "There is no %s.".formatted(data)),
              new Said("--data에 올바른 위치를 지정하십시오.", "Name the right place with --data.")));
    }
    List<Finding> findings = new ArrayList<>();
    try {
      findings.add(space(data, Files.getFileStore(data)));
      permissions(data, findings);
    } catch (IOException e) {
      findings.add(
          Finding.broken(
              SUBJECT,
              new Said("%s: %s".formatted(data, e), "%s: %s".formatted(data, e)),
              new Said("디스크를 점검하십시오: dmesg", "Check the disk: dmesg")));
    }
    return findings;
  }

  private static Finding space(Path data, FileStore store) throws IOException {
    long free = store.getUsableSpace();
    long total = store.getTotalSpace();
    if (store.isReadOnly()) {
      return Finding.broken(
          SUBJECT,
          new Said("%s: 읽기 전용입니다.".formatted(data), "%s is read-only.".formatted(data)),
          new Said("디스크를 점검하고 다시 마운트하십시오: dmesg", "Check the disk and mount it again: dmesg"));
    }
    return judgeSpace(data, free, total);
  }

  static Finding judgeSpace(Path data, long free, long total) {
    double share = total == 0 ? 1 : (double) free / total;
    Said what =
        new Said(
            "%s: %,.1f GiB 중 %,.1f GiB가 비어 있습니다."
                .formatted(data, (double) total / GIB, (double) free / GIB),
            "%s: %,.1f of %,.1f GiB are free."
                .formatted(data, (double) free / GIB, (double) total / GIB));
    Said advice =
        new Said(
            "디스크를 늘리십시오. 가득 차면 이 사이트는 메시지를 받지 않습니다.",
            "Make it larger. When it is full, this site takes no messages.");
    if (share < BROKEN_SHARE) {
      return Finding.broken(SUBJECT, what, advice);
    }
    return share < WATCH_OUT_SHARE
        ? Finding.watchOut(SUBJECT, what, advice)
        : Finding.ok(SUBJECT, what.korean(), what.english());
  }

  private static void permissions(Path data, List<Finding> findings) throws IOException {
    Set<PosixFilePermission> own = PosixFilePermissions.fromString("rwx------");
    Set<PosixFilePermission> granted = Files.getPosixFilePermissions(data);
    if (!own.containsAll(granted)) {
      findings.add(
          Finding.watchOut(
              "permissions",
              new Said(
                  "%s: 다른 사용자도 들어갈 수 있습니다(%s)."
                      .formatted(data, PosixFilePermissions.toString(granted)),
                  "%s: other users of this machine may enter (%s)."
                      .formatted(data, PosixFilePermissions.toString(granted))),
              new Said(
                  "chmod 700 %s를 실행하십시오.".formatted(data), "Run chmod 700 %s".formatted(data))));
    }
  }
}
