package org.peerage.accounts;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Accounts;
import org.peerage.access.Caller;
import org.peerage.access.CallerAuthor;
import org.peerage.access.Callers;
import org.peerage.access.Role;
import org.peerage.access.UserAccount;
import org.peerage.net.Asn;
import org.peerage.rdap.Rdap;
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
public final class Joining {
    private static final int NETWORKS_ASKED_ABOUT = 5;
    private static final String DELETED =
            "Unable to affiliate as this %s has been deleted. Please reach out to support if you wish to resolve this.";

    private final Supplier<Snapshot> registry;
    private final Editor editor;
    private final Rdap rdap;
    private final Accounts accounts;
    private final Callers callers;
    private final Affiliations affiliations;
    private final Post post;
    private final Audit audit;

    public Joining(
            Supplier<Snapshot> registry,
            Editor editor,
            Rdap rdap,
            Accounts accounts,
            Callers callers,
            Affiliations affiliations,
            Post post,
            Audit audit) {
        this.registry = registry;
        this.editor = editor;
        this.rdap = rdap;
        this.accounts = accounts;
        this.callers = callers;
        this.affiliations = affiliations;
        this.post = post;
        this.audit = audit;
    }

    /**
     * What somebody asks for.
     *
     * @param asn as typed; may be empty
     * @param organization its id or name, as typed; may be empty
     * @param address from where they ask
     * @param site the address of this site, for links in mails
     */
    public record Wish(Caller caller, UserAccount user, String asn, String organization, String address, String site) {}

    /** What becomes of it. */
    public sealed interface Outcome {
        /** The organization's admins decide. */
        record Asked(long organization) implements Outcome {}

        /** Staff decides. */
        record Queued() implements Outcome {}

        /** It was proved; they belong to the organization now. */
        record Joined(long organization, Role role) implements Outcome {}

        /** @param problems by field; {@code non_field_errors} for what concerns none */
        record Refused(Map<String, String> problems) implements Outcome {
            public Refused {
                problems = Map.copyOf(problems);
            }

            static Refused of(String field, String problem) {
                return new Refused(Map.of(field, problem));
            }

            static Refused general(String problem) {
                return of("non_field_errors", problem);
            }
        }
    }

    /** What came of a decision on a request. */
    public enum Decided {
        DONE,
        /** Somebody decided it before, or it has died. */
        LATE,
        /** The person has no address in the organization's domains. */
        WRONG_DOMAIN
    }

    public Outcome ask(Wish wish) throws WriteLane.Unavailable {
        if (wish.asn.isEmpty() && wish.organization.isEmpty()) {
            String needed = "Either ASN or Organization required";
            return new Outcome.Refused(Map.of("asn", needed, "org", needed));
        }
        if (!wish.user.verified()) {
            return Outcome.Refused.general("Confirm your e-mail address first.");
        }
        if (affiliations.of(wish.user.id()).size() >= Affiliations.MOST_OPEN) {
            return tooMany();
        }
        if (!wish.asn.isEmpty()) {
            Optional<Asn> asn = Asn.parse(wish.asn);
            return asn.isEmpty() ? Outcome.Refused.of("asn", "ASN needs to be a number") : byNumber(wish, asn.get());
        }
        Optional<Row> organization = organization(wish.organization);
        if (organization.isPresent()) {
            return to(wish, organization.get(), null);
        }
        if (wish.organization.length() > 255) {
            return Outcome.Refused.of("org", "Ensure this field has no more than 255 characters.");
        }
        return queue(wish, null, wish.organization, null);
    }

    private static Outcome.Refused tooMany() {
        return Outcome.Refused.general(
                "You have " + Affiliations.MOST_OPEN + " open requests. Wait until some are decided, or withdraw one.");
    }

    private static Outcome notKept(Affiliations.Kept kept) {
        return kept == Affiliations.Kept.DELETED
                ? Outcome.Refused.general(DELETED.formatted("organization"))
                : tooMany();
    }

    private Outcome byNumber(Wish wish, Asn asn) throws WriteLane.Unavailable {
        Optional<Row> network = registry.get().having(Net.ASN, asn).stream().findFirst();
        if (network.filter(row -> row.status() != Status.DELETED).isPresent()) {
            Row organization = registry.get().find(Org.TYPE, network.get().get(Net.ORG_ID));
            return organization == null ? queue(wish, null, wish.organization, asn) : to(wish, organization, asn);
        }
        if (asn.isReserved()) {
            return Outcome.Refused.of("asn", "ASNs in this range are private or reserved");
        }
        return switch (rdap.autnum(asn)) {
            case Rdap.Answer.NotAssigned none -> Outcome.Refused.of("asn", "This ASN is not assigned by any RIR");
            case Rdap.Answer.Unavailable unavailable ->
                Outcome.Refused.of("asn", "Unable to retrieve RDAP data. Please try again later.");
            case Rdap.Answer.Off off -> unproved(wish, asn, network.isPresent());
            case Rdap.Answer.Found found ->
                lists(found.emails(), wish.caller) ? adopt(wish, asn, found) : unproved(wish, asn, network.isPresent());
        };
    }

    private Outcome unproved(Wish wish, Asn asn, boolean deleted) {
        return deleted
                ? Outcome.Refused.general(DELETED.formatted("network"))
                : queue(wish, null, wish.organization, asn);
    }

    /** The organization is found by the name that the RIR has, never by one that the person gives. */
    private Outcome adopt(Wish wish, Asn asn, Rdap.Answer.Found found) throws WriteLane.Unavailable {
        Optional<Row> known = found.organization().isBlank()
                ? Optional.empty()
                : registry.get().having(Org.NAME, found.organization()).stream()
                        .filter(row -> row.status() != Status.DELETED)
                        .findFirst();
        if (known.isPresent() && !admins(known.get().id()).isEmpty()) {
            return to(wish, known.get(), asn);
        }
        String name = !found.organization().isBlank()
                ? found.organization()
                : wish.organization.isEmpty() ? "AS" + asn : wish.organization;
        String network = found.name().isBlank() ? "AS" + asn : found.name();
        Optional<Long> made = make(wish.caller, asn, known.map(Row::id).orElse(null), name, network);
        return made.isEmpty()
                ? Outcome.Refused.of("asn", "Somebody just added this network. Please ask again.")
                : join(wish, made.get(), "RDAP lists their address for AS" + asn);
    }

    private Optional<Long> make(
            Caller caller, @Nullable Asn asn, @Nullable Long organization, String name, String network)
            throws WriteLane.Unavailable {
        Operation adopt = new Operation.Adopt(asn, organization, shortened(name), shortened(network));
        var outcome = editor.submit(Editor.Wish.of(
                adopt, new CallerAuthor(caller), UUID.randomUUID().toString()));
        return outcome.decided().last() instanceof Decision.Applied applied
                ? applied.row().map(Row::id)
                : Optional.empty();
    }

    private static String shortened(String name) {
        return name.length() > 200 ? name.substring(0, 200) : name;
    }

    private Optional<Row> organization(String idOrName) {
        Optional<Row> byName = registry.get().having(Org.NAME, idOrName).stream()
                .sorted((a, b) -> Boolean.compare(a.status() == Status.DELETED, b.status() == Status.DELETED))
                .findFirst();
        return byName.isPresent() || !idOrName.matches("[0-9]{1,18}")
                ? byName
                : Optional.ofNullable(registry.get().find(Org.TYPE, Long.parseLong(idOrName)));
    }

    private Outcome to(Wish wish, Row organization, @Nullable Asn asn) {
        long id = organization.id();
        if (organization.status() == Status.DELETED) {
            return Outcome.Refused.general(DELETED.formatted("organization"));
        }
        if (wish.user.organizations().containsKey(id)) {
            return Outcome.Refused.general("You belong to this organization already.");
        }
        if (!allows(id, wish.caller.emails())) {
            return Outcome.Refused.general(
                    "This organization only takes people with an address in its own domains. Add yours to your profile first.");
        }
        List<UserAccount> admins = admins(id);
        if (admins.isEmpty() && isProved(wish.caller, id, asn)) {
            return join(wish, id, "RDAP lists their address");
        }
        if (admins.isEmpty()) {
            return queue(wish, id, "", asn);
        }
        boolean open = affiliations.of(wish.user.id()).stream()
                .anyMatch(request -> Objects.equals(request.organization(), id));
        if (open) {
            return Outcome.Refused.general("You already requested affiliation to this ASN/org");
        }
        Affiliations.Kept kept = affiliations.add(wish.user.id(), id, "", number(asn));
        if (kept != Affiliations.Kept.DONE) {
            return notKept(kept);
        }
        note(wish, "ask to join", "org:" + id, "");
        admins.forEach(admin -> mail(
                admin,
                "Somebody asks to join " + name(id),
                named(wish.user) + " (" + wish.user.email() + ") asks to belong to " + name(id)
                        + ".\n\nApprove or deny it on the organization's panel: " + wish.site + "/org_admin/" + id
                        + "\n"));
        return new Outcome.Asked(id);
    }

    private Outcome queue(Wish wish, @Nullable Long organization, String name, @Nullable Asn asn) {
        boolean open = affiliations.of(wish.user.id()).stream()
                .anyMatch(request -> Objects.equals(request.organization(), organization)
                        && request.name().equalsIgnoreCase(name)
                        && Objects.equals(request.asn(), number(asn)));
        if (open) {
            return Outcome.Refused.general("You already requested affiliation to this ASN/org");
        }
        Affiliations.Kept kept = affiliations.add(wish.user.id(), organization, name, number(asn));
        if (kept != Affiliations.Kept.DONE) {
            return notKept(kept);
        }
        String what = organization != null ? name(organization) : asn != null ? "AS" + asn + " " + name : name;
        note(
                wish,
                "ask to join",
                organization == null ? "user:" + wish.user.id() : "org:" + organization,
                what.strip());
        return new Outcome.Queued();
    }

    private Outcome join(Wish wish, long organization, String why) {
        Optional<Role> role = accounts.change(store -> store.organizations().admit(wish.user.id(), organization));
        if (role.isEmpty()) {
            return Outcome.Refused.general(DELETED.formatted("organization"));
        }
        note(
                wish,
                "join",
                "org:" + organization,
                wish.user.username() + ", " + role.get().text() + ": " + why);
        return new Outcome.Joined(organization, role.get());
    }

    private boolean isProved(Caller caller, long organization, @Nullable Asn first) {
        List<Asn> numbers = first != null
                ? List.of(first)
                : registry.get().referring(Net.ORG_ID, organization).stream()
                        .filter(Row::isOk)
                        .limit(NETWORKS_ASKED_ABOUT)
                        .map(network -> network.get(Net.ASN))
                        .toList();
        return numbers.stream()
                .anyMatch(asn -> rdap.autnum(asn) instanceof Rdap.Answer.Found found && lists(found.emails(), caller));
    }

    private static boolean lists(Set<String> emails, Caller caller) {
        return caller.emails().stream().anyMatch(email -> emails.contains(email.toLowerCase(Locale.ROOT)));
    }

    /** Whether an organization takes people with these addresses. */
    public boolean allows(long organization, List<String> emails) {
        return accounts.current().policies().of(organization).allows(emails);
    }

    public List<Affiliation> requestsTo(long organization) {
        return affiliations.to(organization);
    }

    public List<Affiliation> requestsOf(long user) {
        return affiliations.of(user);
    }

    /** Open requests that staff decides: to organizations without an admin, and to such as are not known. */
    public List<Affiliation> queue() {
        return affiliations.open().stream()
                .filter(request -> request.organization() == null
                        || admins(request.organization()).isEmpty())
                .toList();
    }

    /** Takes a request of one's own back; whether it was open. */
    public boolean withdraw(UserAccount user, long request, String address) {
        boolean own = affiliations
                .find(request)
                .filter(known -> known.user() == user.id())
                .isPresent();
        boolean done = own && affiliations.end(request, "canceled", "user:" + user.id());
        if (done) {
            audit.note("user:" + user.id(), "withdraw request", "user:" + user.id(), "", address);
        }
        return done;
    }

    /** An organization's request is approved or denied; a request to another one is as if there were none. */
    public Decided decide(long organization, long request, boolean approved, Caller by, String address, String site) {
        Optional<Affiliation> found =
                affiliations.find(request).filter(known -> Objects.equals(known.organization(), organization));
        return found.isEmpty() ? Decided.LATE : decide(found.get(), organization, approved, by, address, site);
    }

    /** Staff decides a request, and has the organization and network made that it asks for. */
    public Decided decideAsStaff(long request, boolean approved, Caller by, String address, String site)
            throws WriteLane.Unavailable {
        Optional<Affiliation> found = affiliations.find(request);
        if (found.isEmpty()) {
            return Decided.LATE;
        }
        Affiliation known = found.get();
        Long organization = known.organization();
        if (organization == null && approved) {
            Asn asn = known.asn() == null ? null : new Asn(known.asn());
            String name = known.name().isEmpty() ? "AS" + asn : known.name();
            organization = make(by, asn, null, name, name).orElse(null);
            if (organization == null) {
                return Decided.LATE;
            }
        }
        return decide(known, organization == null ? 0 : organization, approved, by, address, site);
    }

    private Decided decide(
            Affiliation request, long organization, boolean approved, Caller by, String address, String site) {
        Optional<UserAccount> user = accounts.current().user(request.user()).filter(UserAccount::active);
        if (user.isEmpty()) {
            return Decided.LATE;
        }
        List<String> emails =
                callers.ofUser(user.get().id()).map(Caller::emails).orElse(List.of());
        if (approved && !allows(organization, emails)) {
            return Decided.WRONG_DOMAIN;
        }
        if (!affiliations.end(request.id(), approved ? "approved" : "denied", by.actor())) {
            return Decided.LATE;
        }
        String subject = organization == 0 ? "user:" + request.user() : "org:" + organization;
        String what = organization == 0 ? request.name() : name(organization);
        if (approved) {
            Optional<Role> admitted =
                    accounts.change(store -> store.organizations().admit(request.user(), organization));
            if (admitted.isEmpty()) {
                return Decided.LATE;
            }
            Role role = admitted.get();
            audit.note(by.actor(), "approve request", subject, user.get().username() + ", " + role.text(), address);
            mail(
                    user.get(),
                    "You belong to " + what + " now",
                    "Your request was approved. You are " + (role == Role.ADMIN ? "an admin" : "a member") + " of "
                            + what + ": " + site + "/org/" + organization + "\n");
        } else {
            audit.note(by.actor(), "deny request", subject, user.get().username(), address);
            mail(
                    user.get(),
                    "Your request was denied",
                    "Your request to belong to " + (what.isEmpty() ? "AS" + request.asn() : what)
                            + " was denied. If you think that is a mistake, ask the organization.\n");
        }
        return Decided.DONE;
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
        return row == null ? "an organization" : row.get(Org.NAME);
    }

    private static String named(UserAccount user) {
        String name = (user.firstName() + " " + user.lastName()).strip();
        return name.isEmpty() ? user.username() : name + " (" + user.username() + ")";
    }

    private void mail(UserAccount to, String subject, String text) {
        if (to.email() != null) {
            post.send(new Post.Mail(to.email(), subject, text));
        }
    }

    private void note(Wish wish, String action, String subject, String detail) {
        String actor = "user:" + wish.user.id();
        audit.note(actor, action, subject, detail.isEmpty() ? wish.user.username() : detail, wish.address);
    }

    private static @Nullable Long number(@Nullable Asn asn) {
        return asn == null ? null : asn.value();
    }
}
