package org.bongsu.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.bongsu.apply.ShardMap;

/**
 * How a node is set up. {@link Settings} fills it from the command line and the configuration file.
 *
 * @param serverName what stands behind the colon of user ids; fixed by the first start. Empty for
 *     what the data directory says, and {@code localhost} where it is new
 * @param host the address to listen on
 * @param port 0 for any free one
 * @param publicUrl where clients reach the server from outside, or empty
 * @param data where everything is kept
 * @param shards how many; fixed by the first start
 * @param registrationSecret for {@code /_synapse/admin/v1/register}; empty for the one in the data
 *     directory
 * @param directory whom the user directory finds
 * @param accessTokenLife of the tokens of clients that can refresh them
 * @param supportEmail who helps, in {@code /.well-known/matrix/support}; empty for nobody
 * @param supportPage a page of help, likewise
 * @param passwordMemoryKib memory that hashing one password takes
 * @param limits how much one account or address may ask for; empty for no limits
 * @param proxyTrusted whether to believe {@code X-Forwarded-For} and {@code X-Forwarded-Proto}
 * @param uploadBytesMax the largest media that is taken
 * @param presence whether people see who of their neighbours is there
 * @param legacyMedia who may download at the older paths, which ask for no token
 * @param privatePushGateways whether push gateways may be in private networks or on this machine
 */
public record ServerConfig(
    String serverName,
    String host,
    int port,
    String publicUrl,
    Path data,
    int shards,
    Registration registration,
    String registrationSecret,
    Directory directory,
    Duration accessTokenLife,
    String supportEmail,
    String supportPage,
    int passwordMemoryKib,
    Map<RequestKind, RequestLimit> limits,
    boolean proxyTrusted,
    long uploadBytesMax,
    boolean presence,
    LegacyMedia legacyMedia,
    boolean privatePushGateways) {

  /** What OWASP advises for Argon2id together with two passes and one lane. */
  public static final int PASSWORD_MEMORY_KIB = 19 * 1024;

  /** Who may make an account. */
  public enum Registration {
    /** Everybody. */
    OPEN,
    /** Whoever has a registration token. */
    TOKEN,
    /** Only the operator, with {@code bongsu user add} or the shared secret. */
    CLOSED
  }

  /** Who may download at {@code /_matrix/media/v3}. */
  public enum LegacyMedia {
    /** Everybody who knows a media id, which nobody guesses. */
    OPEN,
    /** Only who sends a token. */
    FROZEN
  }

  /** Whom a search of the user directory finds. */
  public enum Directory {
    /** Everybody on this server. */
    EVERYBODY,
    /** Those who share a room with the asker, or are in a public room. */
    SHARED
  }

  /** The usual settings. */
  public static ServerConfig usual() {
    return new Draft().done();
  }

  /** The same, changed. */
  public ServerConfig change(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.done();
  }

  /** The same with one setting as it stands in the configuration file. */
  public ServerConfig with(String setting, String value) {
    return change(draft -> Settings.set(draft, setting, value));
  }

  /** A configuration in the making. */
  public static final class Draft {
    public String serverName = "";
    public String host = "127.0.0.1";
    public int port = 8008;
    public String publicUrl = "";
    public Path data = Path.of("data");
    public int shards = ShardMap.DEFAULT_COUNT;
    public Registration registration = Registration.TOKEN;
    public String registrationSecret = "";
    public Directory directory = Directory.EVERYBODY;
    public Duration accessTokenLife = Duration.ofHours(1);
    public int passwordMemoryKib = PASSWORD_MEMORY_KIB;
    public String supportEmail = "";
    public String supportPage = "";
    public boolean limited = true;
    public Map<RequestKind, RequestLimit> limits = new EnumMap<>(RequestKind.class);
    public boolean proxyTrusted;
    public long uploadBytesMax = 100L << 20;
    public boolean presence;
    public LegacyMedia legacyMedia = LegacyMedia.OPEN;
    public boolean privatePushGateways;

    Draft() {
      for (RequestKind kind : RequestKind.values()) {
        limits.put(kind, kind.usual());
      }
    }

    private Draft(ServerConfig config) {
      this();
      serverName = config.serverName;
      host = config.host;
      port = config.port;
      publicUrl = config.publicUrl;
      data = config.data;
      shards = config.shards;
      registration = config.registration;
      registrationSecret = config.registrationSecret;
      directory = config.directory;
      accessTokenLife = config.accessTokenLife;
      passwordMemoryKib = config.passwordMemoryKib;
      supportEmail = config.supportEmail;
      supportPage = config.supportPage;
      limited = !config.limits.isEmpty();
      limits.putAll(config.limits);
      proxyTrusted = config.proxyTrusted;
      uploadBytesMax = config.uploadBytesMax;
      presence = config.presence;
      legacyMedia = config.legacyMedia;
      privatePushGateways = config.privatePushGateways;
    }

    public ServerConfig done() {
      return new ServerConfig(
          serverName,
          host,
          port,
          publicUrl,
          data,
          shards,
          registration,
          registrationSecret,
          directory,
          accessTokenLife,
          supportEmail,
          supportPage,
          passwordMemoryKib,
          limited ? Map.copyOf(limits) : Map.of(),
          proxyTrusted,
          uploadBytesMax,
          presence,
          legacyMedia,
          privatePushGateways);
    }
  }
}
