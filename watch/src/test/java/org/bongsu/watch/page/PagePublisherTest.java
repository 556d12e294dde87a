package org.bongsu.watch.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

class PagePublisherTest {
  private static final PageFile FILE = PageFile.of("text/html; charset=utf-8", "봉수");

  @Test
  void aDirectoryHasWholeFilesThatOthersCanRead(@TempDir Path directory) throws Exception {
    Path page = directory.resolve("www/status");
    try (PagePublisher publisher = PagePublisher.of(page.toString())) {
      publisher.write("en/incidents/1.html", FILE);
      publisher.write("en/incidents/1.html", FILE);
      Path written = page.resolve("en/incidents/1.html");
      assertEquals("봉수", Files.readString(written));
      assertTrue(Files.getPosixFilePermissions(written).toString().contains("OTHERS_READ"));
      Files.writeString(page.resolve("en/incidents/2.html"), "somebody else's");
      publisher.delete("en/incidents/1.html");
      assertFalse(Files.exists(written));
      assertEquals(1, page.resolve("en/incidents").toFile().list().length);
    }
  }

  @Test
  void aBucketHasFilesWithTheirTypes() throws Exception {
    TransientNio2BlobStore objects = new TransientNio2BlobStore();
    objects.createContainer(CreateBucketRequest.builder().bucket("pages").build());
    S3Proxy proxy =
        S3Proxy.builder()
            .blobStore(objects)
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "key", "secret")
            .build();
    proxy.start();
    String endpoint = "http://127.0.0.1:" + proxy.getPort();
    try (S3Publisher publisher = publisher(endpoint)) {
      publisher.write("en/index.html", FILE);
      HeadObjectRequest written =
          HeadObjectRequest.builder().bucket("pages").key("status/en/index.html").build();
      assertEquals("text/html; charset=utf-8", objects.blobMetadata(written).contentType());
      assertEquals("max-age=5", objects.blobMetadata(written).cacheControl());
      publisher.delete("en/index.html");
      assertThrows(S3Exception.class, () -> objects.blobMetadata(written));
    } finally {
      proxy.stop();
    }
    try (S3Publisher publisher = publisher(endpoint)) {
      assertThrows(IOException.class, () -> publisher.write("index.html", FILE));
    }
  }

  private static S3Publisher publisher(String endpoint) {
    return S3Publisher.of(
        "s3://pages/status/",
        Map.of(
            "AWS_ACCESS_KEY_ID", "key",
            "AWS_SECRET_ACCESS_KEY", "secret",
            "AWS_ENDPOINT_URL_S3", endpoint));
  }

  @Test
  void aBucketNeedsKeys() {
    assertThrows(IllegalArgumentException.class, () -> S3Publisher.of("s3://pages", Map.of()));
    assertThrows(IllegalArgumentException.class, () -> S3Publisher.of("s3://", Map.of()));
  }
}
