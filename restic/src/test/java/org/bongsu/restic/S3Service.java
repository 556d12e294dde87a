package org.bongsu.restic;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;

/** An S3 service on loopback, with its objects in memory, behind a {@link FaultyRelay}. */
final class S3Service {
  static final String BUCKET = "backups";
  static final String PREFIX = "here/bongsu";
  private static final String ACCESS_KEY = "tester";
  private static final String SECRET = "not a secret";

  /** Short, so that a service that hangs is found within a moment. */
  private static final S3Storage.Timeouts TIMEOUTS =
      new S3Storage.Timeouts(Duration.ofSeconds(2), Duration.ofMillis(500), Duration.ofSeconds(20));

  private final S3Proxy proxy;
  final FaultyRelay relay;

  S3Service() throws Exception {
    TransientNio2BlobStore objects = new TransientNio2BlobStore();
    objects.createContainer(CreateBucketRequest.builder().bucket(BUCKET).build());
    proxy =
        S3Proxy.builder()
            .blobStore(objects)
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET)
            .build();
    proxy.start();
    relay = new FaultyRelay(proxy.getPort());
  }

  private URI endpoint() {
    return URI.create("http://127.0.0.1:" + relay.port());
  }

  S3Access access() {
    return new S3Access(endpoint(), "us-east-1", ACCESS_KEY, SECRET, true);
  }

  /** Storage that gives up soon. */
  ObjectStorage impatientStorage() {
    return new S3Storage(access(), BUCKET, PREFIX, TIMEOUTS);
  }

  String location() {
    return ObjectStorage.S3 + BUCKET + "/" + PREFIX;
  }

  String resticRepository() {
    return "s3:" + endpoint() + "/" + BUCKET + "/" + PREFIX;
  }

  Map<String, String> resticEnvironment() {
    return Map.of("AWS_ACCESS_KEY_ID", ACCESS_KEY, "AWS_SECRET_ACCESS_KEY", SECRET);
  }

  void stop() throws Exception {
    relay.close();
    proxy.stop();
  }
}
