package org.bongsu.backup;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bongsu.restic.NoRepository;
import org.bongsu.restic.ObjectStorage;
import org.bongsu.restic.Repository;
import org.bongsu.restic.S3Access;
import org.jspecify.annotations.Nullable;

/**
 * A place of backups, with what is needed to open it.
 *
 * @param location a directory or {@code s3://BUCKET/PREFIX}
 * @param access to S3; null for a directory
 */
public record BackupPlace(String location, char[] password, @Nullable S3Access access) {
  private static final int PASSWORD_MIN = 12;
  private static final String AMAZON = "https://s3.%s.amazonaws.com";

  /** Where the log, photos and files go. */
  public static BackupPlace of(BackupSettings settings, Map<String, String> environment)
      throws IOException {
    return at(settings.backupTo(), settings, environment);
  }

  /** Where the ledger of revocations goes. */
  public static BackupPlace ofLedger(BackupSettings settings, Map<String, String> environment)
      throws IOException {
    String location =
        settings.backupLedger().isEmpty() ? settings.backupTo() : settings.backupLedger();
    return at(location, settings, environment);
  }

  private static BackupPlace at(
      String location, BackupSettings settings, Map<String, String> environment)
      throws IOException {
    Path file = settings.passwordFile();
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException("the password of the backup cannot be read: " + file);
    }
    String password = Files.readString(file).strip();
    if (password.length() < PASSWORD_MIN) {
      throw new IllegalArgumentException(
          "the password in %s has fewer than %d characters".formatted(file, PASSWORD_MIN));
    }
    boolean isBucket = location.startsWith("s3:");
    return new BackupPlace(
        location, password.toCharArray(), isBucket ? access(settings, environment) : null);
  }

  private static S3Access access(BackupSettings settings, Map<String, String> environment)
      throws IOException {
    String id = environment.getOrDefault("AWS_ACCESS_KEY_ID", "");
    String secret = environment.getOrDefault("AWS_SECRET_ACCESS_KEY", "");
    if (!settings.backupS3Keys().isEmpty()) {
      List<String> lines =
          Files.readAllLines(Path.of(settings.backupS3Keys()), StandardCharsets.UTF_8);
      if (lines.size() < 2) {
        throw new IllegalArgumentException(
            settings.backupS3Keys() + " needs two lines: the access key's id, and its secret");
      }
      id = lines.get(0).strip();
      secret = lines.get(1).strip();
    }
    if (id.isEmpty() || secret.isEmpty()) {
      throw new IllegalArgumentException(
          "S3 needs keys: set backup-s3-keys, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
    }
    String region = settings.backupS3Region();
    String endpoint = settings.backupS3Endpoint();
    return new S3Access(
        URI.create(endpoint.isEmpty() ? AMAZON.formatted(region) : endpoint),
        region,
        id,
        secret,
        !endpoint.isEmpty());
  }

  /** Opens the repository. */
  public Repository open(Path cache) {
    return Repository.open(ObjectStorage.open(location, access), password, cache);
  }

  /** Opens the repository; makes it if the place is empty. */
  Repository openOrMake(Path cache) {
    try {
      return open(cache);
    } catch (NoRepository none) {
      return Repository.create(ObjectStorage.open(location, access), password, cache);
    }
  }

  /** Without the password. */
  @Override
  public String toString() {
    return location;
  }
}
