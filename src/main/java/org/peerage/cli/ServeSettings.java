package org.peerage.cli;

import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.peerage.access.ThrottleSettings;
import org.peerage.http.WebSettings;

/**
 * How the server runs.
 *
 * @param host the address to listen on
 * @param port 0: any that is free
 * @param managementPort for health and metrics, on the loopback address; 0: none
 * @param limits of requests (spec/rest.md §5)
 * @param rdap who is asked about AS numbers: the address of an RDAP server, {@code iana} for those that IANA names, or
 *     {@code off}
 * @param site the address under which people reach this site, for links in mail; empty: as this machine is reached
 * @param outbox the folder that mail is put into, where no mail server is set
 * @param mail how mail leaves
 * @param behindProxy whether a proxy tells who asks
 * @param encryption for HTTPS; empty: plain HTTP
 */
public record ServeSettings(
        String host,
        int port,
        int managementPort,
        ThrottleSettings limits,
        String rdap,
        String site,
        Path outbox,
        MailSettings mail,
        boolean behindProxy,
        Optional<SSLContext> encryption) {

    /** On the loopback address and any free port, without limits: for tests. */
    public static ServeSettings unlimited() {
        return new ServeSettings(
                "127.0.0.1",
                0,
                0,
                ThrottleSettings.defaults().enabled(false),
                "off",
                "",
                Path.of("target", "outbox"),
                MailSettings.FILES,
                false,
                Optional.empty());
    }

    /** The same, asking that RDAP server. */
    public ServeSettings askingRdap(String address) {
        return new ServeSettings(
                host, port, managementPort, limits, address, site, outbox, mail, behindProxy, encryption);
    }

    /** The same, putting mail there. */
    public ServeSettings mailingInto(Path folder) {
        return new ServeSettings(host, port, managementPort, limits, rdap, site, folder, mail, behindProxy, encryption);
    }

    /** The same with limits of requests. */
    public ServeSettings limiting(ThrottleSettings some) {
        return new ServeSettings(host, port, managementPort, some, rdap, site, outbox, mail, behindProxy, encryption);
    }

    WebSettings web() {
        return new WebSettings(host, port, managementPort, behindProxy, encryption);
    }
}
