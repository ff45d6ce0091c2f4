package org.peerage.web.people;

import static org.peerage.web.page.Texts.text;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.peerage.access.UserAccount;
import org.peerage.access.rights.OrganizationPolicy;
import org.peerage.accounts.SiteSettings;
import org.peerage.accounts.SiteSettings.Setting;
import org.peerage.accounts.people.AccountServices;
import org.peerage.web.page.PageRequest;

/** Who must set up a second factor before they go on (docs/spec/identity.md §9). */
public final class RequiredFactors {
    private static final Set<String> FREE = Set.of("account", "logout", "static", "i18n", "healthcheck", "verify");

    private RequiredFactors() {}

    /** Why the visitor has to set one up now; empty: they need not, or are where they can. */
    public static Optional<String> reason(PageRequest request) {
        if (request.user().isEmpty() || !request.user().get().verified()) {
            return Optional.empty(); // unconfirmed accounts only read
        }
        UserAccount user = request.user().get();
        if (isRequiredOf(request, user)) {
            return Optional.of(text("oauth.factor.required"));
        }
        OrganizationPolicy.SignInRules rules = LoginGuard.signInRules(request, user);
        if (rules.equals(OrganizationPolicy.SignInRules.NONE)) {
            return Optional.empty();
        }
        AccountServices people = request.services().people();
        boolean hasPasskey = !people.passkeys().of(user.id()).isEmpty();
        boolean hasApp = !people.authenticatorApps().of(user.id()).isEmpty();
        if (rules.noPasswords() && !hasPasskey) {
            return Optional.of(text("oauth.factor.passkeyNeeded"));
        }
        if (rules.noTotp() && hasApp && !hasPasskey) {
            return Optional.of(text("oauth.factor.noTotp"));
        }
        return rules.passkeyAndMore() && hasPasskey && !hasApp
                ? Optional.of(text("oauth.factor.more"))
                : Optional.empty();
    }

    /** Whether the address is one that such a visitor may not see yet. */
    public static boolean isClosed(PageRequest request) {
        return !FREE.contains(request.pathSegment(0)) && reason(request).isPresent();
    }

    private static boolean isRequiredOf(PageRequest request, UserAccount user) {
        if (request.services().accounts().current().hasSecondFactor(user.id())) {
            return false;
        }
        SiteSettings settings = request.services().settings();
        boolean ofStaff = (user.superuser() || user.staff()) && settings.isOn(Setting.STAFF_FACTORS);
        LocalDate today = LocalDate.ofInstant(request.services().clock().instant(), ZoneOffset.UTC);
        boolean fromNow = settings.date(Setting.FACTORS_HARD_START)
                .filter(start -> !today.isBefore(start))
                .isPresent();
        boolean ofNewAccount = settings.date(Setting.FACTORS_SOFT_START)
                .filter(start -> !today.isBefore(start)
                        && user.created() >= start.atStartOfDay(ZoneOffset.UTC).toEpochSecond())
                .isPresent();
        return ofStaff || fromNow || ofNewAccount;
    }
}
