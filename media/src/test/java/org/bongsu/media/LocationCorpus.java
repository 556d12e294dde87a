package org.bongsu.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.bongsu.media.Boxes.box;
import static org.bongsu.media.Boxes.fullBox;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;

/**
 * Small files of every format with a place in one of the places where programs write it. The web
 * client's tests read the same files from {@code places.txt}, which {@link LocationCorpusTest}
 * keeps equal.
 */
final class LocationCorpus {
  /** As in an XMP packet. */
  static final String XMP_LATITUDE = "37,24.072N";

  /** As in a film. */
  static final String ISO6709 = "+37.4012+127.1086/";

  private static final String XMP_NAMESPACES =
      " xmlns:exif=\"http://ns.adobe.com/exif/1.0/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
          + " xmlns:geo=\"http://www.w3.org/2003/01/geo/wgs84_pos#\""
          + " xmlns:xmpNote=\"http://ns.adobe.com/xmp/note/\"";

  /** What the server does with a file. */
  enum Expected {
    /** The place is gone, and the file is of the same length. */
    STRIPPED,
    REFUSED
  }

  /**
   * A file.
   *
   * @param mediaType that a client declares
   * @param place bytes that must not be in it afterwards
   */
  record Sample(String name, String mediaType, Expected expected, byte[] place, byte[] bytes) {
    /** A line of {@code places.txt}. */
    String line() {
      return String.join(
          " ",
          name,
          mediaType,
          expected.name().toLowerCase(Locale.ROOT),
          HexFormat.of().formatHex(place),
          java.util.Base64.getEncoder().encodeToString(bytes));
    }
  }

  private final List<Sample> samples = new ArrayList<>();

  private LocationCorpus() {}

  static List<Sample> all() {
    LocationCorpus corpus = new LocationCorpus();
    corpus.jpegs();
    corpus.otherPhotos();
    corpus.tiffs();
    corpus.films();
    corpus.matroska();
    return corpus.samples;
  }

  private void add(String name, String mediaType, String place, byte[]... parts) {
    add(name, mediaType, Expected.STRIPPED, place.getBytes(UTF_8), join(parts));
  }

  private void add(String name, String mediaType, Expected expected, byte[] place, byte[] bytes) {
    samples.add(new Sample(name, mediaType, expected, place, bytes));
  }

  private void jpegs() {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      String name = order == ByteOrder.LITTLE_ENDIAN ? "exif-little.jpg" : "exif-big.jpg";
      byte[] photo = Pictures.withExif(jpeg(), Exif.withLocation(order, 6));
      add(name, "image/jpeg", Expected.STRIPPED, Exif.bytesOf(order, Exif.LATITUDE), photo);
    }
    xmpJpeg("xmp-attribute.jpg", packet(" exif:GPSLatitude=\"" + XMP_LATITUDE + "\"", ""));
    xmpJpeg("xmp-geo.jpg", packet("", "<geo:lat>" + XMP_LATITUDE + "</geo:lat>"));
    xmpJpeg(
        "xmp-escaped.jpg",
        packet("", "<dc:source>&lt;geo:lat&gt;" + XMP_LATITUDE + "</dc:source>"));
    String declared =
        "<!DOCTYPE x:xmpmeta [<!ENTITY n \"&#60;exif:G&#80;SLatitude>"
            + XMP_LATITUDE
            + "&#60;/exif:G&#80;SLatitude>\">]>";
    xmpJpeg("xmp-entity.jpg", declared + packet("", "&n;"));
    add("xmp-extension-cut.jpg", "image/jpeg", XMP_LATITUDE, jpegWithCutExtension());
  }

  private void xmpJpeg(String name, String packet) {
    add(name, "image/jpeg", XMP_LATITUDE, withXmp(packet.getBytes(UTF_8)));
  }

  private static byte[] withXmp(byte[] packet) {
    return Pictures.withApp1(jpeg(), "http://ns.adobe.com/xap/1.0/\0".getBytes(ISO_8859_1), packet);
  }

  /** A long packet in two segments, the first of which ends within the property's name. */
  private static byte[] jpegWithCutExtension() {
    byte[] extension = packet(" exif:GPSLatitude=\"" + XMP_LATITUDE + "\"", "").getBytes(UTF_8);
    String id = md5(extension).toUpperCase(Locale.ROOT);
    int cut = new String(extension, UTF_8).indexOf("exif:GPSLat") + "exif:G".length();
    byte[] main = packet(" xmpNote:HasExtendedXMP=\"" + id + "\"", "").getBytes(UTF_8);
    byte[] photo = withXmp(main);
    int behind = 2 + 4 + 29 + main.length;
    byte[] second = piece(id, extension, cut, extension.length);
    return Pictures.insert(
        Pictures.insert(photo, behind, second), behind, piece(id, extension, 0, cut));
  }

  private static byte[] piece(String id, byte[] packet, int from, int to) {
    return Pictures.numbers(out -> {
      byte[] signature = "http://ns.adobe.com/xmp/extension/\0".getBytes(ISO_8859_1);
      out.writeShort(0xffe1);
      out.writeShort(2 + signature.length + 40 + to - from);
      out.write(signature);
      out.write(id.getBytes(ISO_8859_1));
      out.writeInt(packet.length);
      out.writeInt(from);
      out.write(packet, from, to - from);
    });
  }

  private void otherPhotos() {
    byte[] xmp = packet(" exif:GPSLatitude=\"" + XMP_LATITUDE + "\"", "").getBytes(UTF_8);
    byte[] exif = Exif.withLocation(ByteOrder.BIG_ENDIAN, 1);
    byte[] latitude = Exif.bytesOf(ByteOrder.BIG_ENDIAN, Exif.LATITUDE);
    byte[] png = Pictures.encode(Pictures.quarters(6, 4), "png");
    add(
        "exif.png",
        "image/png",
        Expected.STRIPPED,
        latitude,
        Pictures.insert(png, 33, Pictures.pngChunk("eXIf", exif)));
    byte[] keyword = "XML:com.adobe.xmp\0\0\0\0\0".getBytes(ISO_8859_1);
    byte[] plain = Pictures.pngChunk("iTXt", join(keyword, xmp));
    add("xmp.png", "image/png", XMP_LATITUDE, Pictures.insert(png, 33, plain));
    byte[] deflated = deflated(xmp);
    keyword[18] = 1;
    add(
        "xmp-compressed.png",
        "image/png",
        Expected.STRIPPED,
        Arrays.copyOfRange(deflated, 2, 60),
        Pictures.insert(png, 33, Pictures.pngChunk("iTXt", join(keyword, deflated))));
    byte[] gif = Pictures.encode(Pictures.quarters(6, 4), "gif");
    int behindColours = 13 + ((gif[10] & 0x80) == 0 ? 0 : 3 << ((gif[10] & 7) + 1));
    add("xmp.gif", "image/gif", XMP_LATITUDE, Pictures.insert(gif, behindColours, gifXmp(xmp)));
    byte[] picture =
        Arrays.copyOfRange(Pictures.file("p.webp"), 12, Pictures.file("p.webp").length);
    byte[] chunks = join("WEBP".getBytes(UTF_8), picture, riff("EXIF", exif), riff("XMP ", xmp));
    add("exif-xmp.webp", "image/webp", XMP_LATITUDE, riff("RIFF", chunks));
    byte[] signature = box("JXL ", new byte[] {'\r', '\n', (byte) 0x87, '\n'});
    byte[] type = box("ftyp", "jxl \0\0\0\0jxl ".getBytes(UTF_8));
    byte[] codestream = box("jxlc", HexFormat.of().parseHex("ff0a00108b0108001000"));
    add(
        "exif.jxl",
        "image/jxl",
        Expected.STRIPPED,
        latitude,
        join(signature, type, fullBox("Exif", exif), codestream));
    add("xmp.jxl", "image/jxl", XMP_LATITUDE, signature, type, box("xml ", xmp), codestream);
    byte[] compressed = box("brob", "xml ".getBytes(UTF_8), storedByBrotli(xmp));
    add("xmp-compressed.jxl", "image/jxl", XMP_LATITUDE, signature, type, compressed, codestream);
    byte[] other = join("IIU\0".getBytes(ISO_8859_1), new byte[4], "37.4012 N".getBytes(UTF_8));
    add("panasonic.rw2", "image/x-panasonic-rw2", Expected.REFUSED, latitude, other);
    byte[] canon = box("ftyp", "crx \0\0\0\1crx isom".getBytes(ISO_8859_1));
    add("canon.cr3", "image/x-canon-cr3", Expected.REFUSED, latitude, canon);
    byte[] big = join("II+\0".getBytes(ISO_8859_1), new byte[12]);
    add("big.tif", "image/tiff", Expected.REFUSED, latitude, big);
  }

  private static byte[] gifXmp(byte[] packet) {
    byte[] trailer = new byte[258];
    trailer[0] = 1;
    for (int i = 0; i < 256; i++) {
      trailer[1 + i] = (byte) (255 - i);
    }
    byte[] header = {0x21, (byte) 0xff, 11};
    return join(header, "XMP DataXMP".getBytes(UTF_8), packet, trailer);
  }

  private static byte[] riff(String type, byte[] body) {
    ByteBuffer chunk =
        ByteBuffer.allocate(8 + body.length + (body.length & 1)).order(ByteOrder.LITTLE_ENDIAN);
    return chunk.put(type.getBytes(ISO_8859_1)).putInt(body.length).put(body).array();
  }

  /** A stream of one part that is not compressed (RFC 7932, section 9.2), and the last one. */
  private static byte[] storedByBrotli(byte[] content) {
    int header = ((content.length - 1) << 4) | (1 << 20);
    byte[] before = {(byte) header, (byte) (header >> 8), (byte) (header >> 16)};
    return join(before, content, new byte[] {3});
  }

  private void tiffs() {
    byte[] latitude = Exif.bytesOf(ByteOrder.BIG_ENDIAN, Exif.LATITUDE);
    byte[] block = Exif.withLocation(ByteOrder.BIG_ENDIAN, 1);
    add("gps.tif", "image/tiff", Expected.STRIPPED, latitude, block);
    byte[] preview = Pictures.withExif(jpeg(), Exif.withLocation(ByteOrder.LITTLE_ENDIAN, 1));
    byte[] xmp = packet(" exif:GPSLatitude=\"" + XMP_LATITUDE + "\"", "").getBytes(UTF_8);
    add(
        "preview.dng",
        "image/x-adobe-dng",
        Expected.STRIPPED,
        Exif.bytesOf(ByteOrder.LITTLE_ENDIAN, Exif.LATITUDE),
        dng(preview, xmp));
    add("xmp.dng", "image/x-adobe-dng", XMP_LATITUDE, dng(jpeg(), xmp));
  }

  /** The picture in a second directory below the first one, as converters write it. */
  private static byte[] dng(byte[] preview, byte[] xmp) {
    int second = 8 + 2 + 12 * 4 + 4;
    int data = second + 2 + 12 * 5 + 4;
    ByteBuffer file = ByteBuffer.allocate(data + preview.length + xmp.length);
    file.put("MM\0*".getBytes(ISO_8859_1)).putInt(8).putShort((short) 4);
    entry(file, 0x00fe, 4, 1, 1);
    entry(file, Tiff.TAG_SUB_DIRECTORIES, 4, 1, second);
    entry(file, Tiff.TAG_XMP, 1, xmp.length, data + preview.length);
    entry(file, 0xc612, 1, 4, 0x01040000);
    file.putInt(0).putShort((short) 5);
    entry(file, 0x0100, 4, 1, 60);
    entry(file, 0x0101, 4, 1, 40);
    entry(file, 0x0103, 3, 1, 7 << 16);
    entry(file, Tiff.TAG_STRIP_OFFSETS, 4, 1, data);
    entry(file, Tiff.TAG_STRIP_BYTES, 4, 1, preview.length);
    return file.putInt(0).put(preview).put(xmp).array();
  }

  private static void entry(ByteBuffer file, int tag, int type, int count, int value) {
    file.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
  }

  private void films() {
    byte[] mp4 = box("ftyp", "isom\0\0\0\0isommp42".getBytes(UTF_8));
    byte[] place =
        box("\u00a9xyz", join(new byte[] {0, 18, 0x15, (byte) 0xc7}, ISO6709.getBytes(UTF_8)));
    byte[] movie = movie(box("udta", place));
    byte[] pixels = box("mdat", "pixels".getBytes(UTF_8));
    add("udta.mp4", "video/mp4", ISO6709, mp4, movie, pixels);
    add("free.mov", "video/quicktime", ISO6709, box("free", new byte[8]), movie, pixels);
    add("skip.mov", "video/quicktime", ISO6709, box("skip"), movie, pixels);
    byte[] preview = box("pnot", new byte[] {0, 0, 0, 0, 0, 0, 'P', 'I', 'C', 'T', 0, 1});
    add("pnot.mov", "video/quicktime", ISO6709, preview, movie, pixels);
    byte[] segment = box("styp", "msdh\0\0\0\0msdhmsix".getBytes(UTF_8));
    add("styp.mp4", "video/mp4", ISO6709, segment, movie, pixels);
    add("udta-outside.mp4", "video/mp4", ISO6709, mp4, movie(), pixels, box("udta", place));
    add("itunes.mp4", "video/mp4", ISO6709, mp4, movie(box("udta", itunes())), pixels);
    add("apple.mov", "video/quicktime", ISO6709, mp4, movie(appleKeys()), pixels);
    add("dashboard.mp4", "video/mp4", "N3724.0720", dashboard(mp4), pixels);
    String xml =
        "<?xml version=\"1.0\"?><NonRealTimeMeta xmlns=\"urn:schemas-professionalDisc:nonRealTimeMeta\">"
            + "<AcquisitionRecord><Group name=\"ExifGPS\"><Item name=\"Latitude\" value=\"37:24:4.320\"/>"
            + "</Group></AcquisitionRecord></NonRealTimeMeta>";
    byte[] handler = fullBox("hdlr", join(new byte[4], "nrtm".getBytes(UTF_8), new byte[13]));
    byte[] camcorder = fullBox("meta", handler, fullBox("xml ", xml.getBytes(UTF_8)));
    add("xml.mp4", "video/mp4", "37:24:4.320", mp4, movie(), pixels, camcorder);
    byte[] uuid = HexFormat.of().parseHex("be7acfcb97a942e89c71999491e3afac");
    byte[] xmp = packet(" exif:GPSLatitude=\"" + XMP_LATITUDE + "\"", "").getBytes(UTF_8);
    add("xmp.mp4", "video/mp4", XMP_LATITUDE, mp4, movie(), pixels, box("uuid", uuid, xmp));
  }

  /** Behind the movie, a note of where the camera was, which the movie points at. */
  private static byte[] dashboard(byte[] before) {
    byte[] note = box("free", "GPS N3724.0720 E12706.5160".getBytes(UTF_8));
    byte[] list =
        Pictures.numbers(out -> {
          out.writeInt(0x0101);
          out.writeInt(1);
          out.writeInt(before.length + movie(box("gps ", new byte[16])).length);
          out.writeInt(note.length);
        });
    return join(before, movie(box("gps ", list)), note);
  }

  private static byte[] movie(byte[]... more) {
    byte[] header = new byte[100];
    ByteBuffer.wrap(header).putInt(12, 600).putInt(16, 600).putInt(20, 1 << 16).putInt(96, 2);
    return box("moov", box("mvhd", header), join(more));
  }

  private static byte[] itunes() {
    byte[] item =
        box(
            "----",
            fullBox("mean", "com.apple.iTunes".getBytes(UTF_8)),
            fullBox("name", "GPSCoordinates".getBytes(UTF_8)),
            text(ISO6709));
    byte[] handler = join(new byte[4], "mdirappl".getBytes(UTF_8), new byte[9]);
    return fullBox("meta", fullBox("hdlr", handler), box("ilst", item));
  }

  private static byte[] appleKeys() {
    byte[] handler = join(new byte[4], "mdta".getBytes(UTF_8), new byte[13]);
    byte[] key = box("mdta", "com.apple.quicktime.location.ISO6709".getBytes(UTF_8));
    return box(
        "meta",
        fullBox("hdlr", handler),
        fullBox("keys", new byte[] {0, 0, 0, 1}, key),
        box("ilst", box("\0\0\0\1", text(ISO6709))));
  }

  private static byte[] text(String value) {
    return box("data", new byte[] {0, 0, 0, 1, 0, 0, 0, 0}, value.getBytes(UTF_8));
  }

  private void matroska() {
    byte[] tag =
        element(
            0x67c8,
            element(0x45a3, "LOCATION".getBytes(UTF_8)),
            element(0x4487, ISO6709.getBytes(UTF_8)));
    byte[] title =
        element(
            0x67c8,
            element(0x45a3, "TITLE".getBytes(UTF_8)),
            element(0x4487, "A fire".getBytes(UTF_8)));
    byte[] inside = element(0x7373, element(0x63c0), title, tag);
    byte[] info = element(0x1549a966, element(0x2ad7b1, new byte[] {15, 66, 64}));
    byte[] checked = element(0x1254c367, element(0xbf, new byte[4]), inside);
    add(
        "tags.mkv",
        "video/x-matroska",
        ISO6709,
        ebml("matroska"),
        element(0x18538067, info, checked));
    // As a browser records it: the lengths of the file and of its clusters are not known.
    byte[] open = HexFormat.of().parseHex("1853806701ffffffffffffff");
    byte[] cluster = HexFormat.of().parseHex("1f43b67501ffffffffffffffe78100a3858100008000");
    add(
        "tags.webm",
        "video/webm",
        ISO6709,
        ebml("webm"),
        open,
        info,
        cluster,
        element(0x1254c367, inside));
  }

  private static byte[] ebml(String type) {
    return element(
        0x1a45dfa3,
        element(0x4286, new byte[] {1}),
        element(0x42f7, new byte[] {1}),
        element(0x42f2, new byte[] {4}),
        element(0x42f3, new byte[] {8}),
        element(0x4282, type.getBytes(UTF_8)),
        element(0x4287, new byte[] {2}),
        element(0x4285, new byte[] {2}));
  }

  private static byte[] element(int id, byte[]... parts) {
    byte[] body = join(parts);
    return Pictures.numbers(out -> {
      for (int shift = 24; shift >= 0; shift -= 8) {
        if (id >>> shift != 0) {
          out.write(id >>> shift);
        }
      }
      out.writeShort(0x4000 | body.length);
      out.write(body);
    });
  }

  private static byte[] jpeg() {
    return Pictures.encode(Pictures.quarters(6, 4), "jpeg");
  }

  private static String packet(String attributes, String elements) {
    return "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
        + "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
        + "<rdf:Description rdf:about=\"\""
        + XMP_NAMESPACES
        + attributes
        + "><dc:format>image</dc:format>"
        + elements
        + "</rdf:Description></rdf:RDF></x:xmpmeta>";
  }

  private static byte[] deflated(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(bytes)) {
      deflater.write(content);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }
}
