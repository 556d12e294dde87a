package org.bongsu.watch.page;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;

/**
 * A bucket that is served as a website. Its access is read from the environment: {@code
 * AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY}, {@code AWS_REGION} (default {@code us-east-1})
 * and, for services other than Amazon's, {@code AWS_ENDPOINT_URL_S3}.
 */
final class S3Publisher implements PagePublisher {
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);
  private static final Duration ATTEMPT_WITHIN = Duration.ofSeconds(5);

  private final String bucket;
  private final String prefix;
  private final S3Client client;

  private S3Publisher(String bucket, String prefix, S3Client client) {
    this.bucket = bucket;
    this.prefix = prefix;
    this.client = client;
  }

  static S3Publisher of(String location, Map<String, String> environment) {
    String[] parts = location.substring(S3.length()).split("/", 2);
    String prefix = parts.length == 1 ? "" : parts[1].replaceAll("^/+|/+$", "");
    String key = environment.getOrDefault("AWS_ACCESS_KEY_ID", "");
    String secret = environment.getOrDefault("AWS_SECRET_ACCESS_KEY", "");
    if (parts[0].isEmpty() || key.isEmpty() || secret.isEmpty()) {
      throw new IllegalArgumentException(
          "a bucket is named s3://BUCKET/PREFIX, and AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
              + " are needed: "
              + location);
    }
    var builder =
        S3Client.builder()
            .region(Region.of(environment.getOrDefault("AWS_REGION", "us-east-1")))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(key, secret)))
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .overrideConfiguration(all -> all.apiCallTimeout(ATTEMPT_WITHIN))
            .httpClient(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT_WITHIN)
                    .socketTimeout(ATTEMPT_WITHIN)
                    .build());
    String endpoint = environment.getOrDefault("AWS_ENDPOINT_URL_S3", "");
    if (!endpoint.isEmpty()) {
      builder
          .endpointOverride(URI.create(endpoint))
          .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build());
    }
    return new S3Publisher(parts[0], prefix.isEmpty() ? "" : prefix + "/", builder.build());
  }

  @Override
  public void write(String path, PageFile file) throws IOException {
    try {
      client.putObject(
          request ->
              request
                  .bucket(bucket)
                  .key(prefix + path)
                  .contentType(file.contentType())
                  .cacheControl("max-age=" + file.maxAgeSeconds()),
          RequestBody.fromBytes(file.bytes()));
    } catch (SdkException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void delete(String path) throws IOException {
    try {
      client.deleteObject(request -> request.bucket(bucket).key(prefix + path));
    } catch (SdkException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  @Override
  public String toString() {
    return S3 + bucket + "/" + prefix;
  }
}
