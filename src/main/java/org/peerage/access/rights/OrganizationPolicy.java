package org.peerage.access.rights;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an organization asks of its members (docs/spec/access.md §3).
 *
 * @param secondFactor whether who has no second factor only reads
 * @param emailDomains of addresses that new members may have, in lower case; empty: any
 * @param period after which members confirm their address again, else they only read; null: never
 * @param since when the period was set, seconds since the epoch: it starts then for who confirmed earlier
 */
public record OrganizationPolicy(
        boolean secondFactor,
        List<String> emailDomains,
        @Nullable ReauthenticationPeriod period,
        long since,
        SignInRules signIn) {

    /**
     * What is asked at sign-in (docs/spec/identity.md §9).
     *
     * @param noPasswords passkeys only
     * @param noTotp codes of apps and backup codes are not taken
     * @param passkeyAndMore a passkey alone is not enough
     */
    public record SignInRules(boolean noPasswords, boolean noTotp, boolean passkeyAndMore) {
        public static final SignInRules NONE = new SignInRules(false, false, false);
    }

    public OrganizationPolicy(
            boolean secondFactor, List<String> emailDomains, @Nullable ReauthenticationPeriod period, long since) {
        this(secondFactor, emailDomains, period, since, SignInRules.NONE);
    }

    public static final OrganizationPolicy NONE = new OrganizationPolicy(false, List.of(), null, 0);

    public OrganizationPolicy {
        emailDomains = List.copyOf(emailDomains);
    }

    /** Whether one of the addresses is in the domains that members' addresses are of. */
    public boolean allows(List<String> emails) {
        return emailDomains.isEmpty()
                || emails.stream()
                        .anyMatch(email -> emailDomains.contains(
                                email.substring(email.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT)));
    }

    /** {@link #period} as an option. */
    public Optional<ReauthenticationPeriod> reauthentication() {
        return Optional.ofNullable(period);
    }
}
