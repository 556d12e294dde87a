package org.bongsu.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContentSnifferTest {
  @Test
  void firstBytesDetermineTheType() {
    assertSniffed(SniffedType.JPEG, "\u00ff\u00d8\u00ff\u00e0");
    assertSniffed(SniffedType.PNG, "\u0089PNG\r\n\u001a\n");
    assertSniffed(SniffedType.GIF, "GIF89a");
    assertSniffed(SniffedType.WEBP, "RIFF\0\0\0\0WEBPVP8 ");
    assertSniffed(SniffedType.WAV, "RIFF\0\0\0\0WAVEfmt ");
    assertSniffed(SniffedType.HEIC, "\0\0\0\u0018ftypheic\0\0\0\0mif1heic");
    assertSniffed(SniffedType.HEIC, "\0\0\0\u0018ftypmif1\0\0\0\0mif1heic");
    assertSniffed(SniffedType.AVIF, "\0\0\0\u0018ftypmif1\0\0\0\0mif1avif");
    assertSniffed(SniffedType.MP4, "\0\0\0\u0014ftypisom\0\0\0\0mp42");
    assertSniffed(SniffedType.QUICKTIME, "\0\0\0\u0014ftypqt  \0\0\0\0qt  ");
    assertSniffed(SniffedType.MP4, "\0\0\0\u0018stypmsdh\0\0\0\0msdhmsix");
    assertSniffed(SniffedType.QUICKTIME, "\0\0\0\u0008free\0\0\0\u0008moov");
    assertSniffed(SniffedType.QUICKTIME, "\0\0\0\u0014pnot\0\0\0\0\0\0PICT");
    assertSniffed(SniffedType.TEXT, "The free software");
    assertSniffed(SniffedType.TIFF, "II*\0\u0008\0\0\0");
    assertSniffed(SniffedType.TIFF, "MM\0*\0\0\0\u0008");
    assertSniffed(SniffedType.JPEG_XL, "\0\0\0\u000cJXL \r\n\u0087\n");
    assertSniffed(SniffedType.RAW_PHOTO, "\0\0\0\u0018ftypcrx \0\0\0\u0001crx isom");
    assertSniffed(SniffedType.RAW_PHOTO, "IIU\0\u0018\0\0\0");
    assertSniffed(SniffedType.M4A, "\0\0\0\u0014ftypM4A \0\0\0\0mp42");
    assertSniffed(SniffedType.WEBM, "\u001aE\u00df\u00a3\u009fB\u0082\u0084webm");
    assertSniffed(SniffedType.MATROSKA, "\u001aE\u00df\u00a3\u009fB\u0082\u0088matroska");
    assertSniffed(SniffedType.OGG, "OggS\0\u0002\0\0OpusHead");
    assertSniffed(SniffedType.MP3, "ID3\u0004\0\0");
    assertSniffed(SniffedType.MP3, "\u00ff\u00fb\u0090\u0064");
    assertSniffed(SniffedType.AAC, "\u00ff\u00f1\u0050\u0080");
    assertSniffed(SniffedType.FLAC, "fLaC\0\0\0\"");
    assertSniffed(SniffedType.PDF, "%PDF-1.7");
    assertSniffed(SniffedType.ZIP, "PK\u0003\u0004");
  }

  @Test
  void textCutWithinASyllableIsText() {
    byte[] text = "가".repeat(2000).getBytes(UTF_8);
    byte[] cut = Arrays.copyOf(text, MediaSink.HEAD_BYTES);
    assertEquals(Optional.of(SniffedType.TEXT), ContentSniffer.sniff(cut));
    assertEquals(
        Optional.empty(),
        ContentSniffer.sniff(Arrays.copyOf(text, 100)),
        "a whole file that ends within a syllable is no UTF-8");
    assertEquals(Optional.empty(), ContentSniffer.sniff(new byte[0]));
    assertEquals(Optional.empty(), ContentSniffer.sniff(new byte[] {'a', 0, 'b'}));
  }

  @Test
  void markupIsDetectedAndServedAsText() {
    for (String page :
        new String[] {
          "<html><script>alert(1)</script>",
          " \n<!DOCTYPE html>",
          "\ufeff<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
          "<?xml version='1.0'?><svg/>",
          "<script>alert(1)</script>"
        }) {
      byte[] head = page.getBytes(UTF_8);
      assertEquals(Optional.of(SniffedType.MARKUP), ContentSniffer.sniff(head), page);
      assertEquals(
          "text/plain; charset=utf-8", ContentSniffer.contentType(Optional.empty(), head), page);
    }
  }

  @Test
  void theDeclaredTypeIsKeptUnlessObviouslyWrong() {
    byte[] jpeg = "\u00ff\u00d8\u00ff\u00e0".getBytes(ISO_8859_1);
    byte[] noise = MediaStoreTest.randomBytes(9, 1000);
    assertEquals("image/jpeg", ContentSniffer.contentType(Optional.of("image/jpeg"), jpeg));
    assertEquals("image/jpeg", ContentSniffer.contentType(Optional.empty(), jpeg));
    assertEquals(
        "application/octet-stream", ContentSniffer.contentType(Optional.of("image/png"), noise));
    assertEquals("application/octet-stream", ContentSniffer.contentType(Optional.empty(), noise));
    assertEquals(
        "application/x-hwp", ContentSniffer.contentType(Optional.of("application/x-hwp"), noise));
    assertEquals(
        "image/jpeg",
        ContentSniffer.contentType(Optional.of("text/html\r\nSet-Cookie: a=b"), jpeg));
  }

  @Test
  void koreanTextGetsItsCharset() {
    byte[] utf8 = "안녕하세요".getBytes(UTF_8);
    byte[] eucKr = "안녕하세요".getBytes(Charset.forName("EUC-KR"));
    assertEquals(
        "text/plain; charset=utf-8", ContentSniffer.contentType(Optional.of("text/plain"), utf8));
    assertEquals("text/plain", ContentSniffer.contentType(Optional.of("text/plain"), eucKr));
    assertEquals(
        "text/csv;charset=euc-kr",
        ContentSniffer.contentType(Optional.of("text/csv;charset=euc-kr"), eucKr));
  }

  private static void assertSniffed(SniffedType expected, String head) {
    assertEquals(
        Optional.of(expected), ContentSniffer.sniff(head.getBytes(ISO_8859_1)), expected::name);
    // Any shorter head is answered too, by a value.
    for (int length = 0; length < head.length(); length++) {
      ContentSniffer.sniff(head.substring(0, length).getBytes(ISO_8859_1));
    }
  }
}
