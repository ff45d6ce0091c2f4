package org.peerage.web.organizations;

/**
 * One change of what an organization has.
 *
 * @param who in words, {@code actor} as the log has it; both empty where it is not told
 */
public record OrganizationChangeLine(
        long version,
        String at,
        String who,
        String actor,
        String title,
        String link,
        String differences,
        String comment,
        String cause,
        String requestId) {}
