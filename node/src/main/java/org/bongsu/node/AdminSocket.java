package org.bongsu.node;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.bongsu.http.RequestError;
import org.bongsu.json.Json;
import org.bongsu.json.MalformedJson;
import org.bongsu.log.LogUnavailable;
import org.bongsu.shard.RevocationUnconfirmed;
import org.bongsu.store.StoreUnavailable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The connection from the command line to the running server: a Unix-domain socket that only the
 * owner of the data directory can open. A connection carries one question and one answer, each a
 * line of JSON of at most 1 MiB.
 */
public final class AdminSocket implements AutoCloseable {
  private static final String SOCKET = "operator.sock";

  /** The file with the socket's path, which may be elsewhere because socket paths must be short. */
  private static final String ADDRESS = "operator-socket";

  private static final int SOCKET_PATH_BYTES_MAX = 100;
  private static final int LINE_BYTES_MAX = 1024 * 1024;
  private static final int ASKED_AT_ONCE_MAX = 8;

  private final ServerSocketChannel server;
  private final Path socket;
  private final AdminCommands commands;
  private final Semaphore free = new Semaphore(ASKED_AT_ONCE_MAX);
  private final Thread thread;

  private AdminSocket(ServerSocketChannel server, Path socket, AdminCommands commands) {
    this.server = server;
    this.socket = socket;
    this.commands = commands;
    this.thread = Thread.ofPlatform().name("operator").start(this::acceptUntilClosed);
  }

  /** Opens the socket of a data directory that this process has locked. */
  static AdminSocket open(DataDirectory directory, Path data, AdminCommands commands)
      throws IOException {
    Path socket = data.toAbsolutePath().resolve(SOCKET);
    if (socket.toString().getBytes(StandardCharsets.UTF_8).length > SOCKET_PATH_BYTES_MAX) {
      socket = Files.createTempDirectory("bongsu").resolve(SOCKET);
    }
    Files.deleteIfExists(socket);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(socket));
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
      directory.write(ADDRESS, socket.toString());
      return new AdminSocket(server, socket, commands);
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void acceptUntilClosed() {
    while (server.isOpen()) {
      try {
        SocketChannel client = server.accept();
        free.acquire();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException closed) {
        return;
      } catch (InterruptedException closing) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void serve(SocketChannel client) {
    try (client) {
      write(client, answer(readLine(client)));
    } catch (IOException gone) {
      // The client no longer waits for the answer.
    } finally {
      free.release();
    }
  }

  private ObjectNode answer(String line) {
    try {
      return Json.parse(line) instanceof ObjectNode question
          ? Json.object().set("result", commands.ask(question).orElseThrow())
          : Json.object().put("error", "this is no question");
    } catch (RequestError
        | LogUnavailable
        | RevocationUnconfirmed
        | StoreUnavailable
        | MalformedJson refused) {
      return Json.object().put("error", String.valueOf(refused.getMessage()));
    }
  }

  /**
   * Asks the server that runs with a data directory.
   *
   * @return its answer, {@code result} or {@code error}; empty if no server runs
   */
  public static Optional<ObjectNode> ask(Path data, ObjectNode question) throws IOException {
    Path address = data.resolve(ADDRESS);
    if (!Files.exists(address)) {
      return Optional.empty();
    }
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      try {
        channel.connect(UnixDomainSocketAddress.of(Files.readString(address).strip()));
      } catch (IOException nobodyThere) {
        return Optional.empty();
      }
      write(channel, question);
      return Optional.of(Json.object(readLine(channel)));
    }
  }

  private static void write(SocketChannel channel, ObjectNode node) throws IOException {
    ByteBuffer line = ByteBuffer.wrap((Json.text(node) + "\n").getBytes(StandardCharsets.UTF_8));
    while (line.hasRemaining()) {
      channel.write(line);
    }
  }

  private static String readLine(SocketChannel channel) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(4096);
    while (channel.read(buffer) >= 0) {
      buffer.flip();
      while (buffer.hasRemaining()) {
        byte next = buffer.get();
        if (next == '\n') {
          return line.toString(StandardCharsets.UTF_8);
        }
        line.write(next);
      }
      buffer.clear();
      if (line.size() > LINE_BYTES_MAX) {
        break;
      }
    }
    throw new IOException("the other side ended before its line did");
  }

  @Override
  public void close() {
    try {
      server.close();
      Files.deleteIfExists(socket);
      thread.join(5_000);
    } catch (IOException e) {
      // The next start removes the socket.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
