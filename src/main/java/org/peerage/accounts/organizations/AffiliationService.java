package org.peerage.accounts.organizations;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Accounts;
import org.peerage.access.Authenticator;
import org.peerage.access.Caller;
import org.peerage.access.CallerAuthor;
import org.peerage.access.UserAccount;
import org.peerage.access.rights.Role;
import org.peerage.accounts.AuditLog;
import org.peerage.accounts.mail.Mailer;
import org.peerage.i18n.Languages;
import org.peerage.i18n.Messages;
import org.peerage.net.Asn;
import org.peerage.rdap.RdapService;
import org.peerage.registry.Decision;
import org.peerage.registry.Editor;
import org.peerage.registry.Operation;
import org.peerage.registry.WriteLane;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.Snapshot;

/** How people come to belong to organizations (docs/spec/access.md §3, docs/spec/objects.md §3.1). */
public final class AffiliationService {
    private static final int NETWORKS_ASKED_ABOUT = 5;

    private final Supplier<Snapshot> registry;
    private final Editor editor;
    private final RdapService rdap;
    private final Accounts accounts;
    private final Authenticator authenticator;
    private final AffiliationStore affiliations;
    private final Mailer mailer;
    private final AuditLog auditLog;

    public AffiliationService(
            Supplier<Snapshot> registry,
            Editor editor,
            RdapService rdap,
            Accounts accounts,
            Authenticator authenticator,
            AffiliationStore affiliations,
            Mailer mailer,
            AuditLog auditLog) {
        this.registry = registry;
        this.editor = editor;
        this.rdap = rdap;
        this.accounts = accounts;
        this.authenticator = authenticator;
        this.affiliations = affiliations;
        this.mailer = mailer;
        this.auditLog = auditLog;
    }

    /**
     * What somebody asks for.
     *
     * @param asn as typed; may be empty
     * @param organization its id or name, as typed; may be empty
     * @param ipAddress from where they ask
     * @param site the address of this site, for links in mails
     */
    public record AffiliationRequest(
            Caller caller, UserAccount user, String asn, String organization, String ipAddress, String site) {}

    /** What becomes of it. */
    public sealed interface AffiliationResult {
        /** The organization's admins decide. */
        record SentToAdmins(long organization) implements AffiliationResult {}

        /** Staff decides. */
        record SentToStaff() implements AffiliationResult {}

        /** It was proved; they belong to the organization now. */
        record Joined(long organization, Role role) implements AffiliationResult {}

        /** @param problems by field; {@code non_field_errors} for what concerns none */
        record AffiliationRefused(Map<String, String> problems) implements AffiliationResult {
            public AffiliationRefused {
                problems = Map.copyOf(problems);
            }

            static AffiliationRefused of(String field, String problem) {
                return new AffiliationRefused(Map.of(field, problem));
            }

            static AffiliationRefused general(String problem) {
                return of("non_field_errors", problem);
            }
        }
    }

    /** What came of a decision on a request. */
    public enum AffiliationDecision {
        DONE,
        /** Somebody decided it before, or it has died. */
        LATE,
        /** The person has no address in the organization's domains. */
        WRONG_DOMAIN
    }

    public AffiliationResult request(AffiliationRequest request) throws WriteLane.WriteUnavailableException {
        if (request.asn.isEmpty() && request.organization.isEmpty()) {
            String needed = Messages.current().text("join.either");
            return new AffiliationResult.AffiliationRefused(Map.of("asn", needed, "org", needed));
        }
        if (!request.user.verified()) {
            return AffiliationResult.AffiliationRefused.general(
                    Messages.current().text("account.confirmFirst"));
        }
        if (affiliations.ofUser(request.user.id()).size() >= AffiliationStore.MAX_OPEN) {
            return tooMany();
        }
        if (!request.asn.isEmpty()) {
            Optional<Asn> asn = Asn.parse(request.asn);
            return asn.isEmpty()
                    ? AffiliationResult.AffiliationRefused.of(
                            "asn", Messages.current().text("join.asn.number"))
                    : byNumber(request, asn.get());
        }
        Optional<Row> organization = organization(request.organization);
        if (organization.isPresent()) {
            return forOrganization(request, organization.get(), null);
        }
        if (request.organization.length() > 255) {
            return AffiliationResult.AffiliationRefused.of(
                    "org", Messages.current().text("common.tooLong", 255));
        }
        return queue(request, null, request.organization, null);
    }

    private static AffiliationResult.AffiliationRefused tooMany() {
        return AffiliationResult.AffiliationRefused.general(
                Messages.current().text("join.tooMany", AffiliationStore.MAX_OPEN));
    }

    private static AffiliationResult rejected(AffiliationStore.AddResult kept) {
        return switch (kept) {
            case DELETED ->
                AffiliationResult.AffiliationRefused.general(Messages.current().text("join.deleted.org"));
            case TOO_OFTEN ->
                AffiliationResult.AffiliationRefused.general(
                        Messages.current().text("join.tooOften", AffiliationStore.MAX_OPEN));
            case TOO_MANY, DONE -> tooMany();
        };
    }

    private AffiliationResult byNumber(AffiliationRequest request, Asn asn) throws WriteLane.WriteUnavailableException {
        Optional<Row> network = registry.get().rowsWhere(Net.ASN, asn).stream().findFirst();
        if (network.filter(row -> row.status() != Status.DELETED).isPresent()) {
            Row organization = registry.get().find(Org.TYPE, network.get().get(Net.ORG_ID));
            return organization == null
                    ? queue(request, null, request.organization, asn)
                    : forOrganization(request, organization, asn);
        }
        if (asn.isReserved()) {
            return AffiliationResult.AffiliationRefused.of(
                    "asn", Messages.current().text("join.asn.reserved"));
        }
        return switch (rdap.autnum(asn)) {
            case RdapService.RdapResult.NotAssigned none ->
                AffiliationResult.AffiliationRefused.of(
                        "asn", Messages.current().text("join.asn.unassigned"));
            case RdapService.RdapResult.RdapMalformed malformed ->
                AffiliationResult.AffiliationRefused.of(
                        "asn", Messages.current().text("join.noRdap"));
            case RdapService.RdapResult.RdapUnavailable unavailable -> {
                affiliations.reportFailedLookup(
                        request.user.id(), "[RDAP_ERR] " + request.user.username() + " - AS" + asn);
                yield AffiliationResult.AffiliationRefused.of(
                        "asn", Messages.current().text("join.noRdap"));
            }
            case RdapService.RdapResult.RdapOff off -> unproved(request, asn, network.isPresent());
            case RdapService.RdapResult.AutnumRecord found ->
                lists(found.emails(), request.caller)
                        ? adopt(request, asn, found)
                        : unproved(request, asn, network.isPresent());
        };
    }

    private AffiliationResult unproved(AffiliationRequest request, Asn asn, boolean deleted) {
        return deleted
                ? AffiliationResult.AffiliationRefused.general(
                        Messages.current().text("join.deleted.net"))
                : queue(request, null, request.organization, asn);
    }

    /** The organization is found by the name that the RIR has, never by one that the person gives. */
    private AffiliationResult adopt(AffiliationRequest request, Asn asn, RdapService.RdapResult.AutnumRecord found)
            throws WriteLane.WriteUnavailableException {
        Optional<Row> known = found.organization().isBlank()
                ? Optional.empty()
                : registry.get().rowsWhere(Org.NAME, found.organization()).stream()
                        .filter(row -> row.status() != Status.DELETED)
                        .findFirst();
        if (known.isPresent() && !admins(known.get().id()).isEmpty()) {
            return forOrganization(request, known.get(), asn);
        }
        String name = !found.organization().isBlank()
                ? found.organization()
                : request.organization.isEmpty() ? "AS" + asn : request.organization;
        String network = found.name().isBlank() ? "AS" + asn : found.name();
        Optional<Long> made = claimAsn(request.caller, asn, known.map(Row::id).orElse(null), name, network);
        return made.isEmpty()
                ? AffiliationResult.AffiliationRefused.of(
                        "asn", Messages.current().text("join.raced"))
                : join(request, made.get(), "RDAP lists their address for AS" + asn);
    }

    private Optional<Long> claimAsn(
            Caller caller, @Nullable Asn asn, @Nullable Long organization, String name, String network)
            throws WriteLane.WriteUnavailableException {
        Operation adopt = new Operation.ClaimAsn(asn, organization, shortened(name), shortened(network));
        var outcome = editor.submit(Editor.WriteCommand.of(
                adopt, new CallerAuthor(caller), UUID.randomUUID().toString()));
        return outcome.decided().last() instanceof Decision.Applied applied
                ? applied.row().map(Row::id)
                : Optional.empty();
    }

    private static String shortened(String name) {
        return name.length() > 200 ? name.substring(0, 200) : name;
    }

    private Optional<Row> organization(String idOrName) {
        Optional<Row> byName = registry.get().rowsWhere(Org.NAME, idOrName).stream()
                .sorted((a, b) -> Boolean.compare(a.status() == Status.DELETED, b.status() == Status.DELETED))
                .findFirst();
        return byName.isPresent() || !idOrName.matches("[0-9]{1,18}")
                ? byName
                : Optional.ofNullable(registry.get().find(Org.TYPE, Long.parseLong(idOrName)));
    }

    private AffiliationResult forOrganization(AffiliationRequest wish, Row organization, @Nullable Asn asn) {
        long id = organization.id();
        if (organization.status() == Status.DELETED) {
            return AffiliationResult.AffiliationRefused.general(
                    Messages.current().text("join.deleted.org"));
        }
        if (wish.user.organizations().containsKey(id)) {
            return AffiliationResult.AffiliationRefused.general(
                    Messages.current().text("join.already"));
        }
        if (!allows(id, wish.caller.emails())) {
            return AffiliationResult.AffiliationRefused.general(
                    Messages.current().text("join.domain"));
        }
        List<UserAccount> admins = admins(id);
        if (admins.isEmpty() && isProved(wish.caller, id, asn)) {
            return join(wish, id, "RDAP lists their address");
        }
        if (admins.isEmpty()) {
            return queue(wish, id, "", asn);
        }
        boolean open = affiliations.ofUser(wish.user.id()).stream()
                .anyMatch(request -> Objects.equals(request.organization(), id));
        if (open) {
            return AffiliationResult.AffiliationRefused.general(
                    Messages.current().text("join.requested"));
        }
        AffiliationStore.AddResult kept = affiliations.add(wish.user.id(), id, "", number(asn), "");
        if (kept != AffiliationStore.AddResult.DONE) {
            return rejected(kept);
        }
        audit(wish, "ask to join", Org.TYPE.reference(id), "");
        admins.forEach(admin -> mail(
                admin,
                to -> to.text("mail.asks.subject", name(id)),
                to -> to.text(
                        "mail.asks",
                        displayName(wish.user),
                        Objects.requireNonNullElse(wish.user.email(), ""),
                        name(id),
                        wish.site + "/org_admin/" + id)));
        return new AffiliationResult.SentToAdmins(id);
    }

    private AffiliationResult queue(
            AffiliationRequest wish, @Nullable Long organization, String name, @Nullable Asn asn) {
        boolean open = affiliations.ofUser(wish.user.id()).stream()
                .anyMatch(request -> Objects.equals(request.organization(), organization)
                        && request.name().equalsIgnoreCase(name)
                        && Objects.equals(request.asn(), number(asn)));
        if (open) {
            return AffiliationResult.AffiliationRefused.general(
                    Messages.current().text("join.requested"));
        }
        String what = organization != null ? name(organization) : asn != null ? "AS" + asn + " " + name : name;
        String ticket = organization != null ? " wishes to request ownership of " : " wishes to be affiliated to ";
        AffiliationStore.AddResult kept = affiliations.add(
                wish.user.id(),
                organization,
                name,
                number(asn),
                "User " + wish.user.username() + ticket + what.strip());
        if (kept != AffiliationStore.AddResult.DONE) {
            return rejected(kept);
        }
        audit(
                wish,
                "ask to join",
                organization == null ? "user:" + wish.user.id() : Org.TYPE.reference(organization),
                what.strip());
        return new AffiliationResult.SentToStaff();
    }

    private AffiliationResult join(AffiliationRequest request, long organization, String reason) {
        Optional<Role> role = accounts.change(store -> store.organizations().admit(request.user.id(), organization));
        if (role.isEmpty()) {
            return AffiliationResult.AffiliationRefused.general(
                    Messages.current().text("join.deleted.org"));
        }
        audit(
                request,
                "join",
                Org.TYPE.reference(organization),
                request.user.username() + ", " + role.get().text() + ": " + reason);
        return new AffiliationResult.Joined(organization, role.get());
    }

    private boolean isProved(Caller caller, long organization, @Nullable Asn first) {
        List<Asn> numbers = first != null
                ? List.of(first)
                : registry.get().referring(Net.ORG_ID, organization).stream()
                        .filter(Row::isActive)
                        .limit(NETWORKS_ASKED_ABOUT)
                        .map(network -> network.get(Net.ASN))
                        .toList();
        return numbers.stream()
                .anyMatch(asn -> rdap.autnum(asn) instanceof RdapService.RdapResult.AutnumRecord found
                        && lists(found.emails(), caller));
    }

    private static boolean lists(Set<String> emails, Caller caller) {
        return caller.emails().stream().anyMatch(email -> emails.contains(email.toLowerCase(Locale.ROOT)));
    }

    /** Whether an organization takes people with these addresses. */
    public boolean allows(long organization, List<String> emails) {
        return accounts.current().policies().of(organization).allows(emails);
    }

    public List<PendingAffiliation> requestsTo(long organization) {
        return affiliations.ofOrganization(organization);
    }

    public List<PendingAffiliation> requestsOf(long user) {
        return affiliations.ofUser(user);
    }

    /** Open requests that staff decides: to organizations without an admin, and to such as are not known. */
    public List<PendingAffiliation> queue() {
        return affiliations.open().stream()
                .filter(request -> request.organization() == null
                        || admins(request.organization()).isEmpty())
                .toList();
    }

    /** Takes a request of one's own back; whether it was open. */
    public boolean withdraw(UserAccount user, long request, String ipAddress) {
        boolean own = affiliations
                .find(request)
                .filter(known -> known.user() == user.id())
                .isPresent();
        boolean done = own && affiliations.end(request, "canceled", "user:" + user.id());
        if (done) {
            auditLog.record("user:" + user.id(), "withdraw request", "user:" + user.id(), "", ipAddress);
        }
        return done;
    }

    /**
     * How somebody decides.
     *
     * @param reason why it is denied, for the person who asked; may be empty
     */
    public record Verdict(boolean approved, String reason) {
        private static final int MAX_REASON_LENGTH = 500;

        public Verdict {
            String line = reason.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
            reason = line.substring(0, Math.min(line.length(), MAX_REASON_LENGTH));
        }
    }

    /** An organization's request is approved or denied; a request to another one is as if there were none. */
    public AffiliationDecision decide(
            long organization, long request, Verdict verdict, Caller by, String ipAddress, String site) {
        Optional<PendingAffiliation> found =
                affiliations.find(request).filter(known -> Objects.equals(known.organization(), organization));
        return found.isEmpty()
                ? AffiliationDecision.LATE
                : decide(found.get(), organization, verdict, by, ipAddress, site);
    }

    /** Staff decides a request, and has the organization and network made that it asks for. */
    public AffiliationDecision decideAsStaff(long request, Verdict verdict, Caller by, String ipAddress, String site)
            throws WriteLane.WriteUnavailableException {
        Optional<PendingAffiliation> found = affiliations.find(request);
        if (found.isEmpty()) {
            return AffiliationDecision.LATE;
        }
        PendingAffiliation known = found.get();
        Long organization = known.organization();
        if (organization == null && verdict.approved) {
            Asn asn = known.asn() == null ? null : new Asn(known.asn());
            String name = known.name().isEmpty() ? "AS" + asn : known.name();
            organization = claimAsn(by, asn, null, name, name).orElse(null);
            if (organization == null) {
                return AffiliationDecision.LATE;
            }
        }
        return decide(known, organization == null ? 0 : organization, verdict, by, ipAddress, site);
    }

    private AffiliationDecision decide(
            PendingAffiliation request, long organization, Verdict verdict, Caller by, String ipAddress, String site) {
        boolean approved = verdict.approved;
        Optional<UserAccount> user = accounts.current().user(request.user()).filter(UserAccount::active);
        if (user.isEmpty()) {
            return AffiliationDecision.LATE;
        }
        List<String> emails =
                authenticator.ofUser(user.get().id()).map(Caller::emails).orElse(List.of());
        if (approved && !allows(organization, emails)) {
            return AffiliationDecision.WRONG_DOMAIN;
        }
        if (!affiliations.end(request.id(), approved ? "approved" : "denied", by.actor())) {
            return AffiliationDecision.LATE;
        }
        String subject = organization == 0 ? "user:" + request.user() : Org.TYPE.reference(organization);
        String name = organization == 0 ? request.name() : name(organization);
        if (approved) {
            Optional<Role> admitted =
                    accounts.change(store -> store.organizations().admit(request.user(), organization));
            if (admitted.isEmpty()) {
                return AffiliationDecision.LATE;
            }
            Role role = admitted.get();
            auditLog.record(
                    by.actor(), "approve request", subject, user.get().username() + ", " + role.text(), ipAddress);
            mail(
                    user.get(),
                    to -> to.text("mail.joined.subject", name),
                    to -> to.text("mail.joined." + role.text(), name, site + "/org/" + organization));
        } else {
            String reason = verdict.reason;
            String because = reason.isEmpty() ? "" : ": " + reason;
            auditLog.record(by.actor(), "deny request", subject, user.get().username() + because, ipAddress);
            String what = name.isEmpty() ? "AS" + request.asn() : name;
            mail(
                    user.get(),
                    to -> to.text("mail.denied.subject"),
                    to -> reason.isEmpty()
                            ? to.text("mail.denied", what)
                            : to.text("mail.denied.reason", what, reason));
        }
        tellAdmins(organization, user.get(), by, approved);
        return AffiliationDecision.DONE;
    }

    /** The other admins know of a request, and that it is decided, and by whom. */
    private void tellAdmins(long organization, UserAccount about, Caller by, boolean approved) {
        long decides = by.userId().orElse(0);
        Optional<UserAccount> decider = accounts.current().user(decides).filter(user -> user.organizations()
                .containsKey(organization));
        admins(organization).stream()
                .filter(admin -> admin.id() != about.id() && admin.id() != decides)
                .forEach(admin -> mail(
                        admin,
                        to -> to.text(
                                approved ? "mail.decided.approved.subject" : "mail.decided.denied.subject",
                                displayName(about)),
                        to -> to.text(
                                approved ? "mail.decided.approved" : "mail.decided.denied",
                                displayName(about),
                                name(organization),
                                decider.map(AffiliationService::displayName).orElse(to.text("mail.decided.staff")))));
    }

    /** The active, confirmed admins of an organization. */
    public List<UserAccount> admins(long organization) {
        return accounts.current().membersOf(organization).stream()
                .filter(user ->
                        user.active() && user.verified() && user.organizations().get(organization) == Role.ADMIN)
                .toList();
    }

    private String name(long organization) {
        Row row = registry.get().find(Org.TYPE, organization);
        return row == null ? Org.TYPE.reference(organization) : row.get(Org.NAME);
    }

    private static String displayName(UserAccount user) {
        String name = (user.firstName() + " " + user.lastName()).strip();
        return name.isEmpty() ? user.username() : name + " (" + user.username() + ")";
    }

    private void mail(UserAccount to, Function<Messages, String> subject, Function<Messages, String> text) {
        if (to.email() != null) {
            Messages language = Languages.orEnglish(to.language());
            mailer.send(new Mailer.Mail(to.email(), subject.apply(language), text.apply(language)));
        }
    }

    private void audit(AffiliationRequest request, String action, String subject, String detail) {
        String actor = "user:" + request.user.id();
        auditLog.record(actor, action, subject, detail.isEmpty() ? request.user.username() : detail, request.ipAddress);
    }

    private static @Nullable Long number(@Nullable Asn asn) {
        return asn == null ? null : asn.value();
    }
}
