package org.bongsu.cluster.keys;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Trusts a certificate that the deployment's authority has issued for one of its sites. Host names
 * are not checked.
 */
final class SiteTrust extends X509ExtendedTrustManager {
  private final X509TrustManager chains;
  private final Set<String> sites;

  /**
   * Makes trust in some sites.
   *
   * @param chains checks validity and issuer
   */
  SiteTrust(X509TrustManager chains, Set<String> sites) {
    this.chains = chains;
    this.sites = Set.copyOf(sites);
  }

  private void requireSite(X509Certificate certificate) throws CertificateException {
    String name = SiteKeys.siteOf(certificate);
    if (!sites.contains(name)) {
      throw new CertificateException(name + " is not a site of this deployment");
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

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkServerTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkServerTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return chains.getAcceptedIssuers();
  }
}
