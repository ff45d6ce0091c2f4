package org.peerage.cli;

import picocli.CommandLine.Option;

/** Who is asked about as-sets, see {@link org.peerage.jobs.IrrServers#of}: by a server, and by a job that is run by hand. */
final class IrrOption {
    @Option(
            names = "--irr",
            paramLabel = "HOSTS",
            defaultValue = "${PEERAGE_IRR:-off}",
            description = "Whois servers of routing registries that are asked about as-sets: hosts with commas between,"
                    + " public for NTT's and RADB's, or off (${DEFAULT-VALUE}).")
    private String hosts = "off";

    String hosts() {
        return hosts;
    }
}
