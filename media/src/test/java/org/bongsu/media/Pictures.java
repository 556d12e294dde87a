package org.bongsu.media;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Pictures for tests: made here, or (WebP, HEIC, AVIF) small test resources. */
public final class Pictures {
  private Pictures() {}

  /** Four quarters: red, green above; blue, white below. */
  public static BufferedImage quarters(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean right = x >= width / 2;
        boolean below = y >= height / 2;
        int colour = below ? (right ? 0xffffff : 0x0000ff) : (right ? 0x00ff00 : 0xff0000);
        image.setRGB(x, y, colour);
      }
    }
    return image;
  }

  public static byte[] encode(BufferedImage image, String format) {
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      if (!ImageIO.write(image, format, bytes)) {
        throw new IllegalStateException("no writer for " + format);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static BufferedImage decode(byte[] bytes) {
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
      if (image == null) {
        throw new IllegalStateException("no picture");
      }
      return image;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A test resource. */
  public static byte[] file(String name) {
    try (InputStream in = Pictures.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no file " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first bytes of a PNG that says it has this size, and hardly any data. */
  public static byte[] pngThatClaims(int width, int height) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    bytes.writeBytes(
        pngChunk(
            "IHDR",
            numbers(out -> {
              out.writeInt(width);
              out.writeInt(height);
              out.write(new byte[] {8, 2, 0, 0, 0});
            })));
    bytes.writeBytes(pngChunk("IDAT", new byte[] {0x78, (byte) 0x9c, 3, 0, 0, 0, 0, 1}));
    bytes.writeBytes(pngChunk("IEND", new byte[0]));
    return bytes.toByteArray();
  }

  public static byte[] pngChunk(String type, byte[] body) {
    return numbers(out -> {
      CRC32 crc = new CRC32();
      crc.update(type.getBytes(StandardCharsets.ISO_8859_1));
      crc.update(body);
      out.writeInt(body.length);
      out.write(type.getBytes(StandardCharsets.ISO_8859_1));
      out.write(body);
      out.writeInt((int) crc.getValue());
    });
  }

  /** Something that writes numbers. */
  interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  public static byte[] numbers(Writing writing) {
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      writing.to(new DataOutputStream(bytes));
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Inserts bytes at this position. */
  public static byte[] insert(byte[] into, int at, byte[] what) {
    byte[] result = new byte[into.length + what.length];
    System.arraycopy(into, 0, result, 0, at);
    System.arraycopy(what, 0, result, at, what.length);
    System.arraycopy(into, at, result, at + what.length, into.length - at);
    return result;
  }

  /** A JPEG with an EXIF segment right after its beginning. */
  public static byte[] withExif(byte[] jpeg, byte[] tiff) {
    return withApp1(jpeg, ("Exif\0\0").getBytes(StandardCharsets.ISO_8859_1), tiff);
  }

  public static byte[] withApp1(byte[] jpeg, byte[] signature, byte[] body) {
    return insert(
        jpeg,
        2,
        numbers(out -> {
          out.writeShort(0xffe1);
          out.writeShort(2 + signature.length + body.length);
          out.write(signature);
          out.write(body);
        }));
  }
}
