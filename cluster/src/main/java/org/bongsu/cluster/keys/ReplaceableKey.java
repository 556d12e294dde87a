package org.bongsu.cluster.keys;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * A key and certificate that can be replaced while connections are made. TLS asks for an alias
 * first, and for its key and certificate afterwards; the previous ones are kept for handshakes that
 * asked for the alias just before the change.
 */
final class ReplaceableKey extends X509ExtendedKeyManager {
  private volatile X509ExtendedKeyManager current;
  private volatile X509ExtendedKeyManager previous;

  ReplaceableKey(X509ExtendedKeyManager first) {
    this.current = first;
    this.previous = first;
  }

  synchronized void replace(X509ExtendedKeyManager next) {
    previous = current;
    current = next;
  }

  private <T> @Nullable T either(Function<X509ExtendedKeyManager, @Nullable T> question) {
    T found = question.apply(current);
    return found != null ? found : question.apply(previous);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return either(keys -> keys.getCertificateChain(alias));
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return either(keys -> keys.getPrivateKey(alias));
  }

  @Override
  public String[] getClientAliases(String type, Principal[] issuers) {
    return current.getClientAliases(type, issuers);
  }

  @Override
  public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
    return current.chooseClientAlias(types, issuers, socket);
  }

  @Override
  public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
    return current.chooseEngineClientAlias(types, issuers, engine);
  }

  @Override
  public String[] getServerAliases(String type, Principal[] issuers) {
    return current.getServerAliases(type, issuers);
  }

  @Override
  public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
    return current.chooseServerAlias(type, issuers, socket);
  }

  @Override
  public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
    return current.chooseEngineServerAlias(type, issuers, engine);
  }
}
