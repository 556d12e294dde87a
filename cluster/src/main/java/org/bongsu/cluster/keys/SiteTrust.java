package org.bongsu.cluster.keys;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Trusts a certificate that the deployment's authority has issued for one of its sites and has not
 * revoked. Host names are not checked.
 *
 * <p>Each connection is verified: no TLS session can be resumed, which would skip that. A
 * connection ends when its peer's certificate is revoked: from then on its engine neither encrypts
 * nor decrypts.
 */
final class SiteTrust extends X509ExtendedTrustManager {
  private final Set<String> sites;
  private volatile X509TrustManager chains;
  private volatile RevocationList revoked;

  /** The peer's certificate of each connection; weak, so that closed connections are forgotten. */
  private final Map<SSLEngine, X509Certificate> peers =
      Collections.synchronizedMap(new WeakHashMap<>());

  /**
   * Makes trust in some sites.
   *
   * @param chains checks validity and issuer
   */
  SiteTrust(Set<String> sites, X509TrustManager chains, RevocationList revoked) {
    this.sites = Set.copyOf(sites);
    this.chains = chains;
    this.revoked = revoked;
  }

  /** For connections from now on. */
  void replaceChains(X509TrustManager next) {
    chains = next;
  }

  /** Refuses these from now on, and ends connections with them. */
  void revoke(RevocationList all) {
    revoked = all;
    List<SSLEngine> ended;
    synchronized (peers) {
      ended =
          peers.entrySet().stream()
              .filter(connection -> all.revokes(connection.getValue()))
              .map(Map.Entry::getKey)
              .toList();
    }
    ended.forEach(SiteTrust::end);
  }

  private static void end(SSLEngine connection) {
    connection.closeOutbound();
    try {
      connection.closeInbound();
    } catch (SSLException notByThePeer) {
      // It is closed nevertheless; this only says that the peer has not closed it.
    }
  }

  private void requireSite(X509Certificate certificate) throws CertificateException {
    String name = Subject.of(certificate).site();
    if (!sites.contains(name)) {
      throw new CertificateException(name + " is not a site of this deployment");
    }
    if (revoked.revokes(certificate)) {
      throw new CertificateException("this certificate of " + name + " was revoked");
    }
  }

  /** Before the check, so that a revocation at the same time is either seen by it or ends this. */
  private void remember(SSLEngine engine, X509Certificate peer) {
    peers.put(engine, peer);
    SSLSession session = engine.getHandshakeSession();
    if (session != null) {
      session.invalidate();
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    chains.checkClientTrusted(chain, type);
    requireSite(chain[0]);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    chains.checkServerTrusted(chain, type);
    requireSite(chain[0]);
  }

  /** Refused: a connection that is not over an engine could not be ended. */
  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("only for connections over an SSLEngine");
  }

  /** Refused, as above. */
  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("only for connections over an SSLEngine");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    remember(engine, chain[0]);
    checkClientTrusted(chain, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    remember(engine, chain[0]);
    checkServerTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return chains.getAcceptedIssuers();
  }
}
