package org.bongsu.matrix.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.bongsu.node.MatrixError;
import org.bongsu.node.SecureRandomSource;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Argon2id with the parameters that OWASP recommends (19 MiB, 2 passes, 1 lane), in the standard
 * text form {@code $argon2id$v=19$m=…,t=…,p=…$salt$hash}. Each takes memory and tens of
 * milliseconds of a core. They are computed on threads of their own, at most one for each two
 * cores: on virtual threads they would hold the few carriers that all requests share.
 */
public final class Passwords {
  /** Maximum length: longer passwords would only make hashing expensive. */
  public static final int CHARS_MAX = 512;

  private static final int PASSES = 2;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int AT_ONCE_MAX =
      Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  private static final long WAIT_SECONDS_MAX = 15;

  private static final Semaphore FREE = new Semaphore(AT_ONCE_MAX, true);
  private static final ExecutorService THREADS =
      Executors.newFixedThreadPool(
          AT_ONCE_MAX, Thread.ofPlatform().daemon().name("passwords-", 0).factory());

  private final SecureRandomSource random;
  private final int memoryKib;

  /** Compared with if an account does not exist, so that the check takes as long. */
  private final String dummyHash;

  public Passwords(SecureRandomSource random, int memoryKib) {
    this.random = random;
    this.memoryKib = memoryKib;
    this.dummyHash = encode(new byte[SALT_BYTES], new byte[HASH_BYTES], memoryKib, PASSES);
  }

  public String hash(String password) {
    byte[] salt = random.bytes(SALT_BYTES);
    return encode(salt, compute(password, salt, memoryKib, PASSES), memoryKib, PASSES);
  }

  /** Whether the password matches; for {@code stored} null it takes as long and returns false. */
  public boolean matches(String password, @Nullable String stored) {
    String[] parts = (stored == null ? dummyHash : stored).split("\\$", -1);
    String[] costs = parts[3].split("[=,]", -1);
    byte[] salt = Base64.getDecoder().decode(parts[4]);
    byte[] expected = Base64.getDecoder().decode(parts[5]);
    byte[] actual = compute(password, salt, Integer.parseInt(costs[1]), Integer.parseInt(costs[3]));
    return MessageDigest.isEqual(expected, actual) && stored != null;
  }

  private static byte[] compute(String password, byte[] salt, int memoryKib, int passes) {
    try {
      if (!FREE.tryAcquire(WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
        throw MatrixError.limitExceeded(5_000);
      }
      try {
        return THREADS.submit(() -> argon2(password, salt, memoryKib, passes)).get();
      } finally {
        FREE.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw MatrixError.unavailable("Shutting down");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static byte[] argon2(String password, byte[] salt, int memoryKib, int passes) {
    Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
    argon2.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withMemoryAsKB(memoryKib)
            .withIterations(passes)
            .withParallelism(1)
            .withSalt(salt)
            .build());
    byte[] hash = new byte[HASH_BYTES];
    argon2.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
    return hash;
  }

  private static String encode(byte[] salt, byte[] hash, int memoryKib, int passes) {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=1$%s$%s"
        .formatted(memoryKib, passes, base64.encodeToString(salt), base64.encodeToString(hash));
  }
}
