package org.bongsu.restic;

import java.net.URI;

/**
 * How to reach an S3 service.
 *
 * @param endpoint the service's address without bucket, such as {@code https://s3.example.org}
 * @param region the region that requests are signed for, such as {@code ap-northeast-2}
 * @param pathStyle whether the bucket is in the path instead of the host name, as most services
 *     other than Amazon's want it
 */
public record S3Access(
    URI endpoint, String region, String accessKeyId, String secretAccessKey, boolean pathStyle) {
  /** Without the secret. */
  @Override
  public String toString() {
    return endpoint + " in " + region + " with access key " + accessKeyId;
  }
}
