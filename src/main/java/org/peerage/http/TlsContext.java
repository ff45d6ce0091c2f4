package org.peerage.http;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS 1.2 and 1.3 with HTTP/2 and HTTP/1.1 by ALPN: by BoringSSL where it loads, else by the JDK. New connections use the certificate that is in the
 * files now.
 */
final class TlsContext {
    private static final Logger LOG = LoggerFactory.getLogger(TlsContext.class);

    static {
        // Keys cost a server more than who asks for them; once is enough for a connection. BoringSSL never agrees to
        // it.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }

    private final CertificateSource source;
    private volatile SslContext current;
    private List<FileTime> seen;

    /** @throws IllegalArgumentException if the certificate or key cannot be read or used */
    TlsContext(CertificateSource source) {
        this.source = source;
        this.seen = changed();
        this.current = make();
    }

    SslContext current() {
        return current;
    }

    /** Reads the files again where one of them was changed. What cannot be read leaves things as they are. */
    synchronized void refresh() {
        List<FileTime> now = changed();
        if (now.equals(seen)) {
            return;
        }
        seen = now;
        try {
            current = make();
            LOG.info("the certificate was read again: {}", source.files());
        } catch (IllegalArgumentException unreadable) {
            LOG.error("the certificate was changed and cannot be used, the old one stays: {}", unreadable.getMessage());
        }
    }

    private List<FileTime> changed() {
        List<FileTime> times = new ArrayList<>();
        for (Path file : source.files()) {
            try {
                times.add(Files.getLastModifiedTime(file));
            } catch (IOException missing) {
                times.add(FileTime.fromMillis(0));
            }
        }
        return times;
    }

    private SslContext make() {
        boolean isNative = OpenSsl.isAvailable();
        KeyManagerFactory keys = source.load();
        try {
            return SslContextBuilder.forServer(isNative ? new OpenSslCachingX509KeyManagerFactory(keys) : keys)
                    .sslProvider(isNative ? SslProvider.OPENSSL : SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_2,
                            ApplicationProtocolNames.HTTP_1_1))
                    .build();
        } catch (SSLException unusable) {
            throw new IllegalArgumentException(unusable.getMessage(), unusable);
        }
    }
}
