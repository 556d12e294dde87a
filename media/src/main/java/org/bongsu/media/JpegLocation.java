package org.bongsu.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;

/** Strips locations from the segments of a JPEG and of what phones append to it. */
final class JpegLocation {
  private static final String EXIF = "Exif\0";
  private static final String XMP = "http://ns.adobe.com/xap/1.0/\0";
  private static final String XMP_EXTENSION = "http://ns.adobe.com/xmp/extension/\0";
  private static final String PHOTOSHOP = "Photoshop 3.0\0";

  private JpegLocation() {}

  static void strip(Octets bytes, LocationStripper.Overwriting out) throws IOException {
    long at = 2;
    while ((at = ImageHeaders.nextMarker(bytes, at)) > 0) {
      int marker = bytes.u8(at - 1);
      if (marker == 0xd9) {
        at = behind(bytes, at, out);
        if (at < 0) {
          return;
        }
        continue;
      }
      long length = Math.min(bytes.u16(at), bytes.size() - at);
      if (length >= 2) {
        segment(bytes.part(at + 2, length - 2), marker, at + 2, out);
      }
      at += Math.max(length, 2);
    }
  }

  private static void segment(Octets body, int marker, long at, LocationStripper.Overwriting out)
      throws IOException {
    if (marker == 0xe1 && body.has(0, EXIF)) {
      // One byte after the signature differs between writers.
      int start = (int) Math.min(body.size(), EXIF.length() + 1);
      byte[] block = body.copy(start, (int) body.size() - start);
      out.overwrite(at + start, ExifLocation.without(block));
    } else if (marker == 0xe1 && body.has(0, XMP)) {
      out.overwrite(at + XMP.length(), XmpLocation.without(after(body, XMP)));
    } else if (marker == 0xe1 && body.has(0, XMP_EXTENSION)) {
      byte[] piece = after(body, XMP_EXTENSION);
      if (XmpLocation.mentionsPlace(new String(piece, ISO_8859_1))) {
        out.overwrite(at + XMP_EXTENSION.length(), new byte[piece.length]);
      }
    } else if (marker == 0xed && body.has(0, PHOTOSHOP)) {
      out.overwrite(
          at + PHOTOSHOP.length(), IptcLocation.withoutInResources(after(body, PHOTOSHOP)));
    }
  }

  private static byte[] after(Octets body, String signature) {
    return body.copy(signature.length(), (int) body.size() - signature.length());
  }

  /**
   * After the end of a picture: another one (its beginning is returned), or the video of a motion
   * photo, which is stripped.
   */
  private static long behind(Octets bytes, long from, LocationStripper.Overwriting out)
      throws IOException {
    for (long at = from; at + 8 < bytes.size(); at++) {
      int first = bytes.u8(at);
      if (first == 0xff && bytes.has(at, "\u00ff\u00d8\u00ff")) {
        return at + 2;
      }
      if (first == 0 && bytes.has(at + 4, "ftyp")) {
        VideoLocation.strip(bytes.part(at, bytes.size() - at), at, out);
        return -1;
      }
    }
    return -1;
  }
}
