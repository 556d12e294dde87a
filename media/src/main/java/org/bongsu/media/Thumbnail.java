package org.bongsu.media;

/**
 * A small picture of some content.
 *
 * @param bytes the encoded picture
 * @param contentType {@code image/jpeg}, or {@code image/png} if a pixel is transparent
 * @param width pixels
 * @param height pixels
 */
public record Thumbnail(byte[] bytes, String contentType, int width, int height) {}
