package org.bongsu.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.Tag;
import com.drew.metadata.exif.GpsDirectory;
import com.drew.metadata.xmp.XmpDirectory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bongsu.media.LocationCorpus.Expected;
import org.bongsu.media.LocationCorpus.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server and two other programs find in the corpus, before and after. */
class LocationCorpusTest {
  private static final Path TEXT = Path.of("src/test/resources/org/bongsu/media/places.txt");

  /** How a place is written by one of the programs or in the files. */
  private static final List<String> PLACES =
      List.of("37,24", "37.4012", "37:24:4", "37 deg 24", "37° 24'");

  @TempDir Path directory;

  private byte[] strip(byte[] content) throws IOException {
    Path file = directory.resolve("file");
    Files.write(file, content);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      LocationStripper.strip(channel);
    }
    return Files.readAllBytes(file);
  }

  private static boolean contains(byte[] bytes, byte[] part) {
    return new String(bytes, ISO_8859_1).contains(new String(part, ISO_8859_1));
  }

  private static List<Sample> samples(Expected expected) {
    return LocationCorpus.all().stream().filter(one -> one.expected() == expected).toList();
  }

  @Test
  void everyPlaceIsRemoved() throws Exception {
    for (Sample sample : samples(Expected.STRIPPED)) {
      assertTrue(contains(sample.bytes(), sample.place()), sample.name() + " has a place");
      byte[] stripped = strip(sample.bytes());
      assertEquals(sample.bytes().length, stripped.length, sample.name());
      for (byte[] place :
          List.of(
              sample.place(),
              LocationCorpus.XMP_LATITUDE.getBytes(UTF_8),
              Exif.bytesOf(ByteOrder.BIG_ENDIAN, Exif.LATITUDE),
              Exif.bytesOf(ByteOrder.LITTLE_ENDIAN, Exif.LONGITUDE))) {
        assertFalse(contains(stripped, place), sample.name() + " has no place");
      }
      assertArrayEquals(stripped, strip(stripped), sample.name() + " stays as it is");
    }
  }

  @Test
  void whatCannotBeCleanedIsRefused() {
    for (Sample sample : samples(Expected.REFUSED)) {
      assertThrows(LocationNotRemovable.class, () -> strip(sample.bytes()), sample.name());
    }
  }

  @Test
  void otherMetadataStays() throws Exception {
    for (Sample sample : samples(Expected.STRIPPED)) {
      String text = new String(strip(sample.bytes()), ISO_8859_1);
      if (new String(sample.bytes(), ISO_8859_1).contains("A fire")) {
        assertTrue(text.contains("A fire"), sample.name() + " has a title");
      }
      if (sample.name().startsWith("exif")) {
        assertTrue(text.contains("Bongsu Optics"), sample.name() + " has a maker");
      }
    }
  }

  @Test
  void metadataExtractorFindsNoPlaceAfterwards() throws Exception {
    Set<String> before = new TreeSet<>();
    for (Sample sample : samples(Expected.STRIPPED)) {
      if (isFoundByMetadataExtractor(sample.bytes())) {
        before.add(sample.name());
      }
      assertFalse(isFoundByMetadataExtractor(strip(sample.bytes())), sample.name());
    }
    assertTrue(
        before.containsAll(
            List.of(
                "exif-big.jpg",
                "exif-little.jpg",
                "exif.png",
                "exif-xmp.webp",
                "gps.tif",
                "xmp-attribute.jpg",
                "xmp-geo.jpg",
                "xmp-extension-cut.jpg",
                "xmp.gif",
                "xmp.dng")),
        "it finds places in " + before);
  }

  private static boolean isFoundByMetadataExtractor(byte[] bytes) throws IOException {
    try {
      Metadata metadata = ImageMetadataReader.readMetadata(new ByteArrayInputStream(bytes));
      for (Directory one : metadata.getDirectories()) {
        if ((one instanceof GpsDirectory && one.getTagCount() > 0) || isPlace(text(one))) {
          return true;
        }
      }
      return false;
    } catch (ImageProcessingException unknownFormat) {
      return false;
    }
  }

  private static String text(Directory directory) {
    String tags =
        directory.getTags().stream().map(Tag::getDescription).collect(Collectors.joining("\n"));
    return directory instanceof XmpDirectory xmp ? tags + xmp.getXmpProperties() : tags;
  }

  private static boolean isPlace(String text) {
    return PLACES.stream().anyMatch(text::contains);
  }

  @Test
  void exiftoolFindsNoPlaceAfterwards() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/exiftool")), "needs libimage-exiftool-perl");
    Path before = Files.createDirectory(directory.resolve("before"));
    Path after = Files.createDirectory(directory.resolve("after"));
    for (Sample sample : samples(Expected.STRIPPED)) {
      Files.write(before.resolve(sample.name()), sample.bytes());
      Files.write(after.resolve(sample.name()), strip(sample.bytes()));
    }
    Set<String> found = foundByExiftool(before);
    assertEquals(Set.of(), foundByExiftool(after));
    assertTrue(
        found.containsAll(
            List.of(
                "apple.mov",
                "exif.jxl",
                "exif-xmp.webp",
                "free.mov",
                "gps.tif",
                "itunes.mp4",
                "tags.mkv",
                "udta.mp4",
                "xml.mp4",
                "xmp-extension-cut.jpg",
                "xmp-geo.jpg",
                "xmp.gif",
                "xmp.jxl",
                "xmp.mp4")),
        "it finds places in " + found);
  }

  /** The names of the files in which it finds a place. */
  private static Set<String> foundByExiftool(Path files) throws Exception {
    Process process =
        new ProcessBuilder("/usr/bin/exiftool", "-G1", "-a", "-u", "-ee", "-r", files.toString())
            .redirectErrorStream(true)
            .start();
    String seen = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    Set<String> found = new TreeSet<>();
    for (String file : seen.split("======== ")) {
      if (isPlace(file) || file.contains("[GPS]") || file.contains("GPS Position")) {
        String path = file.lines().findFirst().orElseThrow();
        found.add(path.substring(path.lastIndexOf('/') + 1));
      }
    }
    return found;
  }

  @Test
  void theWebClientsTestsReadTheSameFiles() throws Exception {
    String text =
        LocationCorpus.all().stream().map(Sample::line).collect(Collectors.joining("\n", "", "\n"));
    if (Boolean.getBoolean("corpus.write")) {
      Files.writeString(TEXT, text);
    }
    assertEquals(text, Files.readString(TEXT), "write it with -Dcorpus.write=true");
  }
}
