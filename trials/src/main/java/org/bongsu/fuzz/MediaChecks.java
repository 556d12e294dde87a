package org.bongsu.fuzz;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.bongsu.media.ContentSniffer;
import org.bongsu.media.ImageInfo;
import org.bongsu.media.LocationNotRemovable;
import org.bongsu.media.LocationStripper;
import org.bongsu.media.MediaSink;
import org.bongsu.media.ServedAs;

/** What holds for every uploaded file. */
final class MediaChecks {
  private MediaChecks() {}

  /**
   * A file is cleaned in place, or refused. Cleaned, it has the length that it had, and is clean:
   * the server's own reader of locations accepts it, finds nothing in it and changes nothing.
   *
   * @return the cleaned file, empty if it was refused
   */
  static Optional<byte[]> strip(byte[] file) throws IOException {
    MemoryFile once = new MemoryFile(file);
    boolean changed;
    try {
      changed = LocationStripper.strip(once);
    } catch (LocationNotRemovable refused) {
      Property.holds(!refused.why().isEmpty(), "a refusal says why");
      return Optional.empty();
    }
    byte[] cleaned = once.content();
    Property.same(!Arrays.equals(file, cleaned), changed, "it says whether it changed the file");
    MemoryFile twice = new MemoryFile(cleaned);
    try {
      Property.holds(!LocationStripper.strip(twice), "a cleaned file has no location");
    } catch (LocationNotRemovable refused) {
      throw new Property.Broken("a cleaned file is refused: " + refused.why());
    }
    Property.same(cleaned, twice.content(), "a cleaned file stays as it is");
    return Optional.of(cleaned);
  }

  /** A file of a certain kind: it begins as such a file does, whatever the input is. */
  static Target.Check stripOf(int at, String magic) {
    return input -> strip(Bytes.with(input, at, magic));
  }

  /** Little or big endian, as the input chooses. */
  static void stripTiff(byte[] input) throws IOException {
    boolean big = input.length > 0 && input[0] == 'M';
    strip(Bytes.with(input, 0, big ? "MM\0*" : "II*\0"));
  }

  static void stripHeif(byte[] input) throws IOException {
    boolean avif = input.length > 8 && input[8] == 'a';
    strip(Bytes.with(input, 4, avif ? "ftypavif" : "ftypheic"));
  }

  static void stripWebp(byte[] input) throws IOException {
    strip(Bytes.with(Bytes.with(input, 0, "RIFF"), 8, "WEBP"));
  }

  /** The type of a file, and what the header of a picture says. */
  static void header(byte[] file) throws IOException {
    byte[] head = Arrays.copyOf(file, Math.min(file.length, MediaSink.HEAD_BYTES));
    boolean isPicture = ContentSniffer.sniff(head).filter(type -> type.isImage()).isPresent();
    String type = ContentSniffer.contentType(Optional.empty(), head);
    Property.holds(ServedAs.mediaType(type).isPresent(), () -> "not a media type: " + type);
    Optional<ImageInfo> info = ImageInfo.read(new MemoryFile(file));
    Property.holds(info.isEmpty() || isPicture, "only pictures have a size");
    info.ifPresent(image -> {
      Property.holds(image.width() > 0 && image.height() > 0, "a picture has pixels");
      Property.holds(image.pixels() > 0, "a picture has pixels");
      Property.holds(image.orientation() >= 1 && image.orientation() <= 8, "EXIF's orientations");
      Property.holds(image.scans() >= 1, "a picture is scanned");
    });
  }
}
