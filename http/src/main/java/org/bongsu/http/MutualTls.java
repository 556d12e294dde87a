package org.bongsu.http;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.util.Set;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;

/**
 * Mutual TLS 1.3: both ends must present a certificate.
 *
 * @param keys this end's key and certificate
 * @param trust decides which peers are trusted
 */
public record MutualTls(X509KeyManager keys, X509TrustManager trust) {
  HttpServerOptions protect(HttpServerOptions options) {
    return options
        .setSsl(true)
        .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
        .setKeyCertOptions(KeyCertOptions.wrap(keys))
        .setTrustOptions(TrustOptions.wrap(trust))
        .setClientAuth(ClientAuth.REQUIRED);
  }
}
