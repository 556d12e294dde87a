package org.bongsu.fuzz;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** All targets: what comes from strangers first, then from users, then from other sites. */
public final class Targets {
  public static final List<Target> ALL =
      List.of(
          Target.ofMedia("media", MediaChecks::strip),
          Target.ofMedia("jpeg", MediaChecks.stripOf(0, "\u00ff\u00d8\u00ff")),
          Target.ofMedia("png", MediaChecks.stripOf(0, "\u0089PNG\r\n\u001a\n")),
          Target.ofMedia("gif", MediaChecks.stripOf(0, "GIF89a")),
          Target.ofMedia("webp", MediaChecks::stripWebp),
          Target.ofMedia("tiff", MediaChecks::stripTiff),
          Target.ofMedia("heif", MediaChecks::stripHeif),
          Target.ofMedia("jxl", MediaChecks.stripOf(0, "\0\0\0\u000cJXL \r\n\u0087\n")),
          Target.ofMedia("video", MediaChecks.stripOf(4, "ftypisom")),
          Target.ofMedia("matroska", MediaChecks.stripOf(0, "\u001aE\u00df\u00a3")),
          Target.ofMedia("exif", MetadataChecks::exif),
          Target.ofMedia("xmp", MetadataChecks::xmp),
          Target.ofMedia("iptc", MetadataChecks::iptc),
          Target.ofMedia("header", MediaChecks::header),
          Target.ofText("served-as", HttpChecks::servedAs),
          Target.ofText("range", HttpChecks::range),
          Target.ofText("path", HttpChecks::path),
          Target.ofText("forwarded", HttpChecks::forwarded),
          Target.ofText("networks", HttpChecks::networks),
          Target.ofText("access-token", TokenChecks::accessToken),
          Target.ofText("sync-token", TokenChecks::syncToken),
          Target.ofText("search-token", TokenChecks::searchToken),
          Target.ofText("id", TokenChecks::id),
          Target.ofText("json", JsonChecks::json),
          Target.ofText("event", JsonChecks::event),
          Target.ofText("filter", QueryChecks::filter),
          Target.ofText("search-request", QueryChecks::searchRequest),
          Target.ofText("search-text", QueryChecks::searchText),
          Target.ofText("glob", PushChecks::glob),
          Target.ofText("push-rule", PushChecks::rule),
          Target.ofText("entry", RecordChecks::entry),
          Target.ofText("segment", RecordChecks::segment),
          Target.ofText("segment-record", RecordChecks::segmentRecord),
          Target.ofText("status-record", RecordChecks::status),
          Target.ofText("media-chunk", RecordChecks::chunk));

  private Targets() {}

  /**
   * The targets of these names, all if there are none.
   *
   * @throws IllegalArgumentException if there is no such target
   */
  public static List<Target> named(Set<String> names) {
    Set<String> known = ALL.stream().map(Target::name).collect(Collectors.toSet());
    for (String name : names) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "there is no target %s; there are %s"
                .formatted(name, ALL.stream().map(Target::name).collect(Collectors.joining(", "))));
      }
    }
    return ALL.stream().filter(one -> names.isEmpty() || names.contains(one.name())).toList();
  }
}
