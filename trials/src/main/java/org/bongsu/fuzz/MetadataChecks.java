package org.bongsu.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * What holds for metadata in every container: a container only carries it, so what is left of it
 * afterwards is the same in each.
 */
final class MetadataChecks {
  /** Words in names of properties that hold a location. */
  private static final List<String> PLACES = List.of("gps", "latitude", "longitude");

  private MetadataChecks() {}

  /** A block of EXIF, in a JPEG, a PNG and a WebP. */
  static void exif(byte[] block) throws IOException {
    Optional<String> inJpeg = strip(jpegStart(0xe1, "Exif\0\0"), block, new byte[0]);
    Property.same(inJpeg, strip(pngStart("eXIf", block), block, new byte[4]), "EXIF in a PNG");
    if (!startsWith(block, "Exif\0\0")) {
      Property.same(inJpeg, strip(webpStart("EXIF", block), block, new byte[1]), "EXIF in a WebP");
    }
  }

  /** A packet of XMP, in a JPEG, a PNG and a WebP; an XML parser finds no location in it either. */
  static void xmp(byte[] packet) throws IOException {
    Optional<String> inJpeg =
        strip(jpegStart(0xe1, "http://ns.adobe.com/xap/1.0/\0"), packet, new byte[0]);
    byte[] keyword = Bytes.of("XML:com.adobe.xmp\0\0\0\0\0");
    byte[] png = Bytes.join(pngStart("iTXt", Bytes.join(keyword, packet)), keyword);
    Property.same(inJpeg, strip(png, packet, new byte[4]), "XMP in a PNG");
    Property.same(inJpeg, strip(webpStart("XMP ", packet), packet, new byte[1]), "XMP in a WebP");
    if (inJpeg.isPresent()) {
      requireNoPlaceInXml(inJpeg.get());
    }
  }

  /** Photoshop's resources, with IPTC records, in a JPEG. */
  static void iptc(byte[] resources) throws IOException {
    strip(jpegStart(0xed, "Photoshop 3.0\0"), resources, new byte[0]);
  }

  /**
   * Cleans a block between the parts of its container.
   *
   * @return what is left of the block, one character for each byte; empty if it is refused
   */
  private static Optional<String> strip(byte[] before, byte[] block, byte[] after)
      throws IOException {
    byte[] start = sized(before, block.length);
    return MediaChecks.strip(Bytes.join(start, block, after))
        .map(file -> new String(file, start.length, block.length, ISO_8859_1));
  }

  /** A JPEG's segment has its length in two bytes, behind the start and the marker. */
  private static byte[] sized(byte[] start, int blockBytes) {
    if (!startsWith(start, "\u00ff\u00d8")) {
      return start;
    }
    byte[] sized = start.clone();
    byte[] length = Bytes.ofShort(start.length - 4 + blockBytes);
    System.arraycopy(length, 0, sized, 4, length.length);
    return sized;
  }

  private static byte[] jpegStart(int marker, String signature) {
    byte[] start = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) marker, 0, 0};
    return Bytes.join(start, Bytes.of(signature));
  }

  private static byte[] pngStart(String type, byte[] body) {
    byte[] magic = Bytes.of("\u0089PNG\r\n\u001a\n");
    return Bytes.join(magic, Bytes.ofInt(body.length), Bytes.of(type));
  }

  private static byte[] webpStart(String type, byte[] body) {
    byte[] length = Bytes.ofInt(Integer.reverseBytes(body.length));
    return Bytes.join(Bytes.of("RIFF\0\0\0\0WEBP"), Bytes.of(type), length);
  }

  private static boolean startsWith(byte[] bytes, String text) {
    byte[] start = Bytes.of(text);
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }

  /** Looks at names only if there is one, because parsing is slow. */
  private static void requireNoPlaceInXml(String packet) throws IOException {
    if (!isPlace(packet)) {
      return;
    }
    try {
      InputSource xml = new InputSource(new ByteArrayInputStream(Bytes.of(packet)));
      parser().parse(xml, new PlaceFinder());
    } catch (SAXException notXml) {
      // No reader of XML finds anything behind that.
    }
  }

  private static SAXParser parser() {
    try {
      return SAXParserFactory.newDefaultInstance().newSAXParser();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IllegalStateException("Java has a parser of XML", e);
    }
  }

  private static boolean isPlace(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return PLACES.stream().anyMatch(lower::contains);
  }

  /** Finds names of locations, and reads nothing outside of the packet. */
  private static final class PlaceFinder extends DefaultHandler {
    @Override
    public void startElement(String uri, String local, String name, Attributes attributes) {
      requireOther(name);
      for (int i = 0; i < attributes.getLength(); i++) {
        requireOther(attributes.getQName(i));
      }
    }

    private static void requireOther(String name) {
      String local = name.substring(name.lastIndexOf(':') + 1);
      boolean declaresPrefix = name.startsWith("xmlns:");
      Property.holds(declaresPrefix || !isPlace(local), () -> "XMP still has " + name);
    }

    @Override
    public InputSource resolveEntity(String publicId, String systemId) throws SAXException {
      throw new SAXException("entities are not read");
    }

    @Override
    public void fatalError(org.xml.sax.SAXParseException e) throws SAXException {
      throw e;
    }
  }
}
