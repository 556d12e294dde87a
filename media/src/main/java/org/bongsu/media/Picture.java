package org.bongsu.media;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.util.Arrays;

/**
 * A small picture in memory. It is averaged from a larger one row by row, in plain arrays, without
 * a graphics system, so that it works on machines without fonts or display.
 *
 * @param argb pixels in rows, 8 bits each of alpha, red, green, blue
 */
record Picture(int width, int height, int[] argb) {

  /** Averages the whole image down to the given size, which is not larger than the image. */
  static Picture shrink(BufferedImage image, int width, int height) {
    float[] sums = new float[width * height * 4];
    float[] row = new float[width * 4];
    int[] pixels = new int[image.getWidth()];
    RowReader reader = new RowReader(image);
    double scaleY = (double) height / image.getHeight();
    for (int y = 0; y < image.getHeight(); y++) {
      reader.read(y, pixels);
      Arrays.fill(row, 0);
      addRow(pixels, row, width);
      // A source row covers part of one or of two target rows.
      double top = y * scaleY;
      double bottom = Math.min(height, (y + 1) * scaleY);
      int first = Math.min(height - 1, (int) top);
      int last = Math.min(height - 1, (int) bottom);
      double inFirst = last == first ? bottom - top : first + 1 - top;
      addScaled(row, sums, first * width * 4, (float) inFirst);
      if (last != first && bottom - last > 0) {
        addScaled(row, sums, last * width * 4, (float) (bottom - last));
      }
    }
    Picture picture = new Picture(width, height, pack(sums));
    return picture.fromColorsOf(image.getColorModel());
  }

  private static void addRow(int[] pixels, float[] row, int width) {
    double scale = (double) width / pixels.length;
    for (int x = 0; x < pixels.length; x++) {
      double left = x * scale;
      double right = Math.min(width, (x + 1) * scale);
      int first = Math.min(width - 1, (int) left);
      int last = Math.min(width - 1, (int) right);
      double inFirst = last == first ? right - left : first + 1 - left;
      addPixel(pixels[x], row, first * 4, (float) inFirst);
      if (last != first && right - last > 0) {
        addPixel(pixels[x], row, last * 4, (float) (right - last));
      }
    }
  }

  /** Makes the colour of transparent pixels count for nothing. */
  private static void addPixel(int argb, float[] row, int at, float share) {
    float alpha = (argb >>> 24) * share;
    float weight = alpha / 255;
    row[at] += alpha;
    row[at + 1] += (argb >> 16 & 0xff) * weight;
    row[at + 2] += (argb >> 8 & 0xff) * weight;
    row[at + 3] += (argb & 0xff) * weight;
  }

  private static void addScaled(float[] row, float[] sums, int at, float share) {
    for (int i = 0; i < row.length; i++) {
      sums[at + i] += row[i] * share;
    }
  }

  private static int[] pack(float[] sums) {
    int[] argb = new int[sums.length / 4];
    for (int i = 0; i < argb.length; i++) {
      float alpha = sums[i * 4];
      float weight = alpha <= 0 ? 0 : 255 / alpha;
      argb[i] =
          toByte(alpha) << 24
              | toByte(sums[i * 4 + 1] * weight) << 16
              | toByte(sums[i * 4 + 2] * weight) << 8
              | toByte(sums[i * 4 + 3] * weight);
    }
    return argb;
  }

  private static int toByte(float value) {
    return Math.clamp(Math.round(value), 0, 255);
  }

  /** Converts the colours of a wide-gamut camera to sRGB; broken profiles are ignored. */
  private Picture fromColorsOf(ColorModel model) {
    ColorSpace space = model.getColorSpace();
    boolean foreign =
        model instanceof ComponentColorModel
            && space instanceof ICC_ColorSpace
            && space.getNumComponents() == 3
            && !space.isCS_sRGB();
    if (!foreign) {
      return this;
    }
    try {
      ComponentColorModel bytes =
          new ComponentColorModel(space, false, false, ColorModel.OPAQUE, DataBuffer.TYPE_BYTE);
      BufferedImage from =
          new BufferedImage(
              bytes, bytes.createCompatibleWritableRaster(width, height), false, null);
      int[] samples = new int[width * height * 3];
      for (int i = 0; i < argb.length; i++) {
        samples[i * 3] = argb[i] >> 16 & 0xff;
        samples[i * 3 + 1] = argb[i] >> 8 & 0xff;
        samples[i * 3 + 2] = argb[i] & 0xff;
      }
      from.getRaster().setPixels(0, 0, width, height, samples);
      BufferedImage to = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
      new ColorConvertOp(null).filter(from, to);
      int[] converted = to.getRGB(0, 0, width, height, null, 0, width);
      for (int i = 0; i < converted.length; i++) {
        converted[i] = (converted[i] & 0xffffff) | (argb[i] & 0xff000000);
      }
      return new Picture(width, height, converted);
    } catch (RuntimeException brokenProfile) {
      return this;
    }
  }

  /** Rotates and mirrors it by its EXIF orientation (1 to 8). */
  Picture upright(int orientation) {
    if (orientation <= 1 || orientation > 8) {
      return this;
    }
    boolean turned = orientation >= 5;
    int newWidth = turned ? height : width;
    int newHeight = turned ? width : height;
    int[] pixels = new int[argb.length];
    for (int y = 0; y < newHeight; y++) {
      for (int x = 0; x < newWidth; x++) {
        int fromX = turned ? y : x;
        int fromY = turned ? x : y;
        boolean mirrorX =
            switch (orientation) {
              case 2, 3, 7, 8 -> true;
              default -> false;
            };
        boolean mirrorY =
            switch (orientation) {
              case 3, 4, 6, 7 -> true;
              default -> false;
            };
        int sourceX = mirrorX ? width - 1 - fromX : fromX;
        int sourceY = mirrorY ? height - 1 - fromY : fromY;
        pixels[y * newWidth + x] = argb[sourceY * width + sourceX];
      }
    }
    return new Picture(newWidth, newHeight, pixels);
  }

  boolean isOpaque() {
    return Arrays.stream(argb).allMatch(pixel -> pixel >>> 24 == 0xff);
  }

  BufferedImage toImage() {
    boolean opaque = isOpaque();
    BufferedImage image =
        new BufferedImage(
            width, height, opaque ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, width, height, argb, 0, width);
    return image;
  }

  /** Reads rows of any image as 8-bit samples, in the image's own colours. */
  private static final class RowReader {
    private final BufferedImage image;
    private final Raster raster;
    private final boolean samples;
    private final int bands;
    private final int shift;
    private int[] buffer = {};

    RowReader(BufferedImage image) {
      this.image = image;
      this.raster = image.getRaster();
      this.bands = raster.getNumBands();
      // The colours of grey images are taken as they are: Java takes them for linear light.
      this.samples =
          image.getColorModel() instanceof ComponentColorModel
              && raster.getSampleModel() instanceof ComponentSampleModel
              && bands <= 4
              && (raster.getTransferType() == DataBuffer.TYPE_BYTE
                  || raster.getTransferType() == DataBuffer.TYPE_USHORT);
      this.shift = raster.getTransferType() == DataBuffer.TYPE_USHORT ? 8 : 0;
    }

    void read(int y, int[] argb) {
      int width = argb.length;
      if (!samples) {
        image.getRGB(0, y, width, 1, argb, 0, width);
        return;
      }
      buffer = raster.getPixels(0, y, width, 1, buffer.length == 0 ? null : buffer);
      boolean grey = bands <= 2;
      for (int x = 0, at = 0; x < width; x++, at += bands) {
        int red = buffer[at] >> shift;
        int green = grey ? red : buffer[at + 1] >> shift;
        int blue = grey ? red : buffer[at + 2] >> shift;
        int alpha = bands == 2 || bands == 4 ? buffer[at + bands - 1] >> shift : 0xff;
        argb[x] = alpha << 24 | red << 16 | green << 8 | blue;
      }
    }
  }
}
