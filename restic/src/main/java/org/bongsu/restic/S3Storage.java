package org.bongsu.restic;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Objects in an S3 bucket, below a prefix. Each is put with one request and the MD5 of its content,
 * so it is there completely or not at all.
 *
 * <p>Limits: 2 s to connect, 30 s without a byte of the response, 2 minutes for a request (a pack
 * at 140 KB/s), which is tried three times with growing pauses if the service does not answer or
 * answers 5xx or "slow down".
 */
final class S3Storage implements ObjectStorage {
  /**
   * How long to wait.
   *
   * @param silence without a byte of the response
   * @param attempt for one request
   */
  record Timeouts(Duration connect, Duration silence, Duration attempt) {
    static final Timeouts DEFAULT =
        new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofMinutes(2));
  }

  private static final int ATTEMPTS = 3;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final String bucket;
  private final String prefix;
  private final URI endpoint;
  private final S3Client client;

  /**
   * Connects when the first request is made.
   *
   * @param prefix as a path without slashes at its ends; may be empty
   */
  S3Storage(S3Access access, String bucket, String prefix, Timeouts timeouts) {
    this.bucket = bucket;
    String path = prefix.replaceAll("^/+|/+$", "");
    this.prefix = path.isEmpty() ? "" : path + "/";
    this.endpoint = access.endpoint();
    // No settings but these: neither profiles nor the environment are looked at.
    ProfileFile noProfiles = ProfileFile.aggregator().build();
    this.client =
        S3Client.builder()
            .endpointOverride(access.endpoint())
            .region(Region.of(access.region()))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(access.accessKeyId(), access.secretAccessKey())))
            .serviceConfiguration(
                S3Configuration.builder()
                    .pathStyleAccessEnabled(access.pathStyle())
                    .profileFile(() -> noProfiles)
                    .build())
            // The newer checksums are unknown to many services; requests have an MD5 instead.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .httpClient(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(timeouts.connect)
                    .socketTimeout(timeouts.silence)
                    .build())
            .overrideConfiguration(settings ->
                settings
                    .defaultProfileFile(noProfiles)
                    .apiCallAttemptTimeout(timeouts.attempt)
                    .apiCallTimeout(timeouts.attempt.multipliedBy(ATTEMPTS))
                    .retryStrategy(retry -> retry.maxAttempts(ATTEMPTS)))
            .build();
  }

  @Override
  public void put(String name, ByteBuffer content) {
    String md5 = md5(content.duplicate());
    call(
        "write",
        name,
        () ->
            client.putObject(
                request -> request.bucket(bucket).key(prefix + name).contentMD5(md5),
                RequestBody.fromContentProvider(
                    () -> stream(content), content.remaining(), "application/octet-stream")));
  }

  /** The remaining bytes, not copied; opened again for each attempt. */
  private static InputStream stream(ByteBuffer content) {
    return new ByteArrayInputStream(
        content.array(), content.arrayOffset() + content.position(), content.remaining());
  }

  private static String md5(ByteBuffer content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      digest.update(content);
      return Base64.getEncoder().encodeToString(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  @Override
  public byte[] get(String name) {
    byte[] content = get(name, 0, OBJECT_BYTES_MAX + 1);
    if (content.length > OBJECT_BYTES_MAX) {
      throw new RepositoryDamaged(name + " is too large");
    }
    return content;
  }

  @Override
  public byte[] get(String name, long offset, int length) {
    if (length == 0) {
      return new byte[0];
    }
    GetObjectRequest request =
        GetObjectRequest.builder()
            .bucket(bucket)
            .key(prefix + name)
            .range("bytes=%d-%d".formatted(offset, offset + length - 1))
            .build();
    try {
      return call("read", name, () -> client.getObjectAsBytes(request).asByteArrayUnsafe());
    } catch (EndsBefore e) {
      return new byte[0];
    }
  }

  @Override
  public void list(String directory, Visitor visitor) {
    String below = directory.isEmpty() ? prefix : prefix + directory + "/";
    call(
        "list",
        directory,
        () -> {
          client
              .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(below))
              .contents()
              .forEach(object -> {
                if (!object.key().endsWith("/")) {
                  visitor.object(object.key().substring(prefix.length()), object.size());
                }
              });
          return below;
        });
  }

  @Override
  public void delete(String name) {
    call(
        "delete",
        name,
        () -> client.deleteObject(request -> request.bucket(bucket).key(prefix + name)));
  }

  @Override
  public boolean exists(String name) {
    try {
      call(
          "look for",
          name,
          () -> client.headObject(request -> request.bucket(bucket).key(prefix + name)));
      return true;
    } catch (NoSuchObject e) {
      return false;
    }
  }

  /** The object ends before the range that was asked for. */
  private static final class EndsBefore extends RuntimeException {}

  private <T> T call(String action, String name, Supplier<T> request) {
    try {
      return request.get();
    } catch (NoSuchKeyException e) {
      throw new NoSuchObject(name, e);
    } catch (S3Exception e) {
      if (e.statusCode() == RANGE_NOT_SATISFIABLE) {
        throw new EndsBefore();
      }
      throw unavailable(action, name, e);
    } catch (AbortedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(action, name, e);
    } catch (SdkException e) {
      throw unavailable(action, name, e);
    }
  }

  private StorageUnavailable unavailable(String action, String name, SdkException e) {
    return new StorageUnavailable(
        "cannot %s %s in bucket %s at %s: %s"
            .formatted(action, name, bucket, endpoint, e.getMessage()),
        e);
  }

  @Override
  public void close() {
    client.close();
  }
}
