package org.peerage.cli;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.peerage.access.limits.RateLimitSettings;
import org.peerage.http.WebSettings;
import org.peerage.ixf.FeedAddresses;

/**
 * How the server runs.
 *
 * @param web where it listens, and how
 * @param limits of requests (docs/spec/rest.md §5)
 * @param rdap who is asked about AS numbers: the address of an RDAP server, {@code iana} for those that IANA names, or
 *     {@code off}
 * @param site the address under which people reach this site, for links in mail; empty: as this machine is reached
 * @param outbox the folder that mail is put into, where no mail server is set
 * @param mail how mail leaves
 * @param documentationNumbers whether AS numbers and prefixes for private use and documentation are taken
 * @param feeds from which addresses member lists are fetched
 * @param jobs what is done by the clock
 * @param whoisPort where whois is answered; 0: any; empty: nowhere
 */
public record ServeSettings(
        WebSettings web,
        RateLimitSettings limits,
        String rdap,
        String site,
        Path outbox,
        MailSettings mail,
        boolean documentationNumbers,
        FeedAddresses feeds,
        JobSettings jobs,
        OptionalInt whoisPort) {

    /** On the loopback address and any free port, without limits, taking numbers for documentation: for tests. */
    public static ServeSettings unlimited() {
        return new ServeSettings(
                WebSettings.onLoopback(),
                RateLimitSettings.defaults().enabled(false),
                "off",
                "",
                Path.of("target", "outbox"),
                MailSettings.FILES,
                true,
                FeedAddresses.PUBLIC,
                JobSettings.WITHOUT_RIRS,
                OptionalInt.empty());
    }

    /** The same, listening there. */
    public ServeSettings withWeb(WebSettings other) {
        return new ServeSettings(other, limits, rdap, site, outbox, mail, documentationNumbers, feeds, jobs, whoisPort);
    }

    /** The same, asking that RDAP server. */
    public ServeSettings withRdap(String url) {
        return new ServeSettings(web, limits, url, site, outbox, mail, documentationNumbers, feeds, jobs, whoisPort);
    }

    /** The same, putting mail there. */
    public ServeSettings withMailFolder(Path folder) {
        return new ServeSettings(web, limits, rdap, site, folder, mail, documentationNumbers, feeds, jobs, whoisPort);
    }

    /** The same, taking numbers for private use and documentation or not. */
    public ServeSettings takingDocumentationNumbers(boolean taken) {
        return new ServeSettings(web, limits, rdap, site, outbox, mail, taken, feeds, jobs, whoisPort);
    }

    /** The same with limits of requests. */
    public ServeSettings withLimits(RateLimitSettings some) {
        return new ServeSettings(web, some, rdap, site, outbox, mail, documentationNumbers, feeds, jobs, whoisPort);
    }

    /** The same, answering whois there. */
    public ServeSettings withWhois(int port) {
        return new ServeSettings(
                web, limits, rdap, site, outbox, mail, documentationNumbers, feeds, jobs, OptionalInt.of(port));
    }

    /** The same, fetching member lists from those addresses as well. */
    public ServeSettings fetchingFrom(FeedAddresses some) {
        return new ServeSettings(web, limits, rdap, site, outbox, mail, documentationNumbers, some, jobs, whoisPort);
    }

    /** The same, doing jobs in that way. */
    public ServeSettings withJobs(JobSettings some) {
        return new ServeSettings(web, limits, rdap, site, outbox, mail, documentationNumbers, feeds, some, whoisPort);
    }
}
