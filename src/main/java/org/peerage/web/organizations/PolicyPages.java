package org.peerage.web.organizations;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.peerage.access.rights.OrganizationPolicy;
import org.peerage.access.rights.ReauthenticationPeriod;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/** The panel's part about what the organization asks of its members, for admins only. */
final class PolicyPages {
    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])");
    private static final int MAX_DOMAINS = 50;

    PageResponse show(PanelRequest panel) {
        OrganizationPolicy policy = policy(panel);
        return page(
                panel,
                200,
                policy.secondFactor(),
                String.join("\n", policy.emailDomains()),
                policy.reauthentication().map(ReauthenticationPeriod::text).orElse(""),
                Map.of());
    }

    PageResponse save(PanelRequest panel) {
        PageRequest request = panel.request();
        OrganizationPolicy before = policy(panel);
        boolean secondFactor = request.has("second_factor");
        String typed = request.value("email_domains");
        ReauthenticationPeriod period =
                ReauthenticationPeriod.of(request.value("period")).orElse(null);
        Map<String, String> problems = new HashMap<>();
        List<String> domains = domains(typed, problems);
        if (!request.value("version").equals(version(before))) {
            problems.put("form", Texts.text("settings.collision"));
        }
        long self = request.user().orElseThrow().id();
        if (secondFactor
                && !request.caller().isSuperuser()
                && !request.services().accounts().current().policies().hasSecondFactor(self)) {
            problems.put("second_factor", Texts.text("settings.factor.own"));
        }
        if (!problems.isEmpty()) {
            return page(
                    panel,
                    problems.containsKey("form") ? 409 : 400,
                    secondFactor,
                    typed,
                    period == null ? "" : period.text(),
                    problems);
        }
        long now = request.services().clock().instant().getEpochSecond();
        boolean samePeriod = period == before.period();
        OrganizationPolicy policy = new OrganizationPolicy(
                secondFactor, domains, period, samePeriod ? before.since() : now, signIn(request));
        request.services().accounts().change(store -> {
            store.organizations().setPolicy(panel.id(), policy);
            return policy;
        });
        panel.audit("change settings", describe(policy));
        return new PageResponse.Redirect(panel.url() + "/settings?said=settings");
    }

    private static OrganizationPolicy.SignInRules signIn(PageRequest request) {
        return new OrganizationPolicy.SignInRules(
                request.has("no_passwords"), request.has("no_totp"), request.has("passkey_and_more"));
    }

    private static List<String> domains(String typed, Map<String, String> problems) {
        List<String> domains = new ArrayList<>();
        for (String line : typed.split("[\\s,]+", -1)) {
            String domain = line.toLowerCase(Locale.ROOT).replaceFirst("^@", "");
            if (!domain.isEmpty() && !DOMAIN.matcher(domain).matches()) {
                problems.put("email_domains", Texts.text("settings.domains.invalid"));
            } else if (!domain.isEmpty() && !domains.contains(domain)) {
                domains.add(domain);
            }
        }
        if (domains.size() > MAX_DOMAINS) {
            problems.put("email_domains", Texts.text("settings.domains.tooMany", MAX_DOMAINS));
        }
        return domains;
    }

    private static OrganizationPolicy policy(PanelRequest panel) {
        return panel.request().services().accounts().current().policies().of(panel.id());
    }

    private static String describe(OrganizationPolicy policy) {
        return (policy.signIn().equals(OrganizationPolicy.SignInRules.NONE) ? "" : policy.signIn() + "; ")
                + "second factor " + (policy.secondFactor() ? "required" : "not required") + "; domains "
                + (policy.emailDomains().isEmpty() ? "any" : String.join(" ", policy.emailDomains()))
                + "; confirm again "
                + policy.reauthentication()
                        .map(period -> "every " + period.description())
                        .orElse("never");
    }

    private static String version(OrganizationPolicy policy) {
        return Integer.toHexString(describe(policy).hashCode());
    }

    private static PageResponse page(
            PanelRequest panel,
            int status,
            boolean secondFactor,
            String domains,
            String period,
            Map<String, String> problems) {
        Map<String, Object> model = new HashMap<>();
        model.put("shell", panel.request().frame(Texts.text("settings.of", panel.name())));
        model.put("head", panel.header("settings"));
        model.put("secondFactor", secondFactor);
        model.put(
                "signIn",
                panel.request().isPost()
                        ? signIn(panel.request())
                        : policy(panel).signIn());
        model.put("domains", domains);
        model.put("period", period);
        model.put("version", version(policy(panel)));
        model.put("problems", problems);
        return new PageResponse.TemplateResponse(status, "organizations/settings.jte", model);
    }
}
