package org.bongsu.drill;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.bongsu.drill.watch.Outside;
import org.bongsu.launch.FreePort;

/** All sites on loopback addresses, with free ports. Links cannot be cut. */
final class Loopback implements Network {
  private final List<Place> places = new ArrayList<>();

  Loopback(List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      String own = "127.0.0." + (i + 1);
      String host = canListen(own) ? own : "127.0.0.1";
      int http = FreePort.find();
      URI url = URI.create("http://" + host + ":" + http);
      places.add(
          new Place(
              names.get(i), host, http, FreePort.find(), FreePort.find(), FreePort.find(), url));
    }
  }

  private static boolean canListen(String address) {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(address))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public List<Place> places() {
    return List.copyOf(places);
  }

  @Override
  public List<String> through(Place site) {
    return List.of();
  }

  @Override
  public List<String> arguments() {
    return List.of();
  }

  @Override
  public void cut(Place site) {
    throw new UnsupportedOperationException("this network cannot be cut");
  }

  @Override
  public void dropInbound(Place site) {
    throw new UnsupportedOperationException("this network cannot be cut");
  }

  @Override
  public void slow(Place site) {
    throw new UnsupportedOperationException("this network cannot be slowed down");
  }

  @Override
  public void heal(Place site) {}

  @Override
  public Outside outside(int number) {
    return new ThisHost(URI.create("http://127.0.0.1:" + FreePort.find()));
  }

  /** Is cut off from nothing. */
  private record ThisHost(URI url) implements Outside {
    @Override
    public List<String> through() {
      return List.of();
    }

    @Override
    public boolean canBeCut() {
      return false;
    }

    @Override
    public void cut() {
      throw new UnsupportedOperationException("this network cannot be cut");
    }

    @Override
    public void cutFromSites() {
      throw new UnsupportedOperationException("this network cannot be cut");
    }

    @Override
    public void heal() {}
  }

  @Override
  public void close() {}
}
