package org.peerage.cli;

/**
 * What a server does by the clock.
 *
 * @param running whether it does jobs; not if another node of the database does all of them
 * @param rirData where the RIRs' delegated files are, see {@link org.peerage.jobs.DelegatedFiles#of}
 * @param irr who is asked about as-sets, see {@link org.peerage.jobs.IrrServers#of}
 */
public record JobSettings(boolean running, String rirData, String irr) {
    /** All jobs, but the RIRs' files are nowhere. */
    public static final JobSettings WITHOUT_RIRS = new JobSettings(true, "off", "off");

    /** No jobs at all. */
    public static final JobSettings NONE = new JobSettings(false, "off", "off");
}
