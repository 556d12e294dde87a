package org.bongsu.node;

import java.nio.file.Path;
import org.bongsu.settings.Setting;
import org.bongsu.settings.WebAddress;

/** The settings of every node, independent of its features. */
public record NodeSettings(
    @Setting(defaultValue = "8008", what = "The port to listen on; 0 for any free one.") int port,
    @Setting(
            form = "ADDRESS",
            defaultValue = "127.0.0.1",
            what = "The address to listen on; 0.0.0.0 for all of this machine's.")
        String host,
    @Setting(defaultValue = "data", what = "The directory in which everything is kept.") Path data,
    @Setting(
            form = "NAME",
            defaultValue = "",
            defaultMeans = "localhost",
            what =
                "The part of user ids after the colon. The first start fixes it; later it need not be"
                    + " given.")
        String serverName,
    @Setting(
            form = "URL",
            defaultValue = "",
            defaultMeans = "what the client used",
            what = "Where clients reach the server, for /.well-known/matrix/client.")
        String publicUrl,
    @Setting(
            defaultValue = "false",
            what =
                "Whether to believe the headers X-Forwarded-For and X-Forwarded-Proto: only if a proxy"
                    + " that sets them is in front of the server.")
        boolean proxyTrusted,
    @Setting(
            defaultValue = "2m",
            what =
                "Bytes of photos and files that are read back a second, to find what the disk has"
                    + " damaged; 0 for never.")
        long mediaScrubRate,
    @Setting(
            defaultValue = "" + org.bongsu.apply.ShardMap.DEFAULT_COUNT,
            internal = true,
            what = "How many shards a new deployment gets; fixed by the first start.")
        int shards,
    @Setting(defaultValue = "true", what = "Whether the limits below apply.") boolean limited) {

  public NodeSettings {
    if (port > 65_535) {
      throw new IllegalArgumentException("a port is at most 65535");
    }
    if (!serverName.matches("[A-Za-z0-9.:\\[\\]-]{0,230}")) {
      throw new IllegalArgumentException("a server name is a host name, perhaps with a port");
    }
    publicUrl = WebAddress.checked(publicUrl);
  }
}
