package org.peerage.api;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.peerage.access.Accounts;
import org.peerage.access.Caller;
import org.peerage.access.MembershipChange;
import org.peerage.access.Permission;
import org.peerage.access.Role;
import org.peerage.access.Throttled;
import org.peerage.access.Throttles;
import org.peerage.access.UserAccount;
import org.peerage.accounts.Memberships;
import org.peerage.registry.rules.Input;
import org.peerage.registry.types.Org;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.text.Email;
import tools.jackson.databind.JsonNode;

/**
 * {@code /api/org/<id>/users}: an organization's members, for keys of its admins and for keys of its own that were
 * granted just that (docs/spec/identity.md §12).
 */
public final class Members {
    private static final String LAST_ADMIN = "An organization keeps one admin at least";
    private static final int LONGEST_EMAIL = 254;

    private static final Answer EMAIL_REQUIRED = Answer.error(400, "user_email is required");
    private static final Answer INVALID_ROLE = Answer.error(400, "Invalid role. Must be admin or member");
    private static final Answer ALREADY_IN = Answer.error(400, "User is already in the organization");
    private static final Answer NO_USER = Answer.error(404, "No User matches the given query.");
    private static final Answer NO_MEMBER = Answer.error(404, "User is not in the organization");

    private final Accounts accounts;
    private final Throttles throttles;
    private final Memberships memberships;
    private final String site;

    /** @param site the address of this site, for links in mails; empty: the one that was asked */
    public Members(Accounts accounts, Throttles throttles, Memberships memberships, String site) {
        this.accounts = accounts;
        this.throttles = throttles;
        this.memberships = memberships;
        this.site = site;
    }

    /** @param what as {@link Address.Users} has it */
    Answer answer(Asked request, long organization, String what, Caller caller, Snapshot snapshot) throws IOException {
        Row row = snapshot.find(Org.TYPE, organization);
        if (row == null || !row.isOk()) {
            return Answer.error(404, "No Organization matches the given query.");
        }
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        Optional<String> denied = denied(caller, needed(reads, what), organization);
        if (denied.isPresent()) {
            return Answer.error(403, "Permission denied: " + denied.get());
        }
        Optional<Throttled> early = throttles.admitUserManagement(caller, request.remoteAddress());
        if (early.isPresent()) {
            return AccessGate.tooMany(early.get());
        }
        if (reads) {
            return what.isEmpty() ? list(organization) : one(organization, what, 200);
        }
        Input input;
        switch (RequestBody.valuesOrNone(request)) {
            case RequestBody.Unreadable(Answer answer) -> {
                return answer;
            }
            case RequestBody.Values(Input values) -> input = values;
            case RequestBody.Json json -> throw new IllegalStateException("a mapping was asked for");
        }
        String host = site.isEmpty() ? request.localOrigin() : site;
        Memberships.Hand hand = new Memberships.Hand(caller, organization, request.remoteAddress(), host);
        return switch (what) {
            case "add" -> add(hand, input);
            case "remove" -> remove(hand, input);
            default -> setRole(hand, what, input);
        };
    }

    private static Permission needed(boolean reads, String what) {
        if (reads) {
            return Permission.READ;
        }
        return switch (what) {
            case "add" -> Permission.CREATE;
            case "remove" -> Permission.DELETE;
            default -> Permission.UPDATE;
        };
    }

    /**
     * Why the caller may not, in the words of the reference: keys only, and no superuser's for being one. A grant for
     * the organization as a whole is about its objects, and not enough.
     */
    private Optional<String> denied(Caller caller, Permission needed, long organization) {
        if (!caller.isKey()) {
            return Optional.of("Invalid authentication");
        }
        boolean adminOfIt = caller.userId().isEmpty()
                || accounts.current()
                        .user(caller.userId().getAsLong())
                        .filter(user -> user.verified() && user.organizations().get(organization) == Role.ADMIN)
                        .isPresent();
        if (!adminOfIt) {
            return Optional.of("User is not an admin of this organization");
        }
        return caller.mayManageUsers(needed, organization)
                ? Optional.empty()
                : Optional.of("Insufficient permissions for this operation");
    }

    /** The organizations in which the caller has a role, or whose key it is, in order of id. */
    List<Long> organizationsOf(Caller caller) {
        if (caller.organizationId().isPresent()) {
            return List.of(caller.organizationId().getAsLong());
        }
        return caller.userId().stream()
                .boxed()
                .flatMap(id -> accounts.current().user(id).stream())
                .flatMap(user -> user.organizations().keySet().stream())
                .sorted()
                .toList();
    }

    /** A value as it came: blanks around an address are part of what is looked for. */
    private static String text(Input input, String name) {
        return input.find(name).map(value -> value.asString("")).orElse("");
    }

    private static boolean isMissing(Input input, String name) {
        Optional<JsonNode> value = input.find(name);
        return value.isEmpty()
                || value.get().isNull()
                || (value.get().isString() && text(input, name).isEmpty());
    }

    private Optional<UserAccount> member(long organization, String id) {
        return user(id).filter(user -> user.organizations().containsKey(organization));
    }

    private Optional<UserAccount> user(String id) {
        return id.matches("[0-9]{1,18}") ? accounts.current().user(Long.parseLong(id)) : Optional.empty();
    }

    /** Whom a request names: by primary address as the reference, or by id or name. */
    private Optional<UserAccount> named(Input input) {
        if (!isMissing(input, "user_email")) {
            String email = text(input, "user_email");
            return email.isBlank() || !email.equals(email.strip())
                    ? Optional.empty()
                    : accounts.current().owner(email).filter(user -> email.equalsIgnoreCase(user.email()));
        }
        return isMissing(input, "user_id")
                ? accounts.current().user(text(input, "username"))
                : user(text(input, "user_id"));
    }

    private static boolean namesNobody(Input input) {
        return isMissing(input, "user_email") && isMissing(input, "user_id") && isMissing(input, "username");
    }

    private Answer add(Memberships.Hand hand, Input input) {
        boolean invites = namesNobody(input) && !isMissing(input, "invite");
        if (namesNobody(input) && !invites) {
            return EMAIL_REQUIRED;
        }
        Optional<UserAccount> user = invites ? Optional.empty() : named(input);
        if (!invites && user.isEmpty()) {
            return NO_USER;
        }
        if (user.filter(known -> known.organizations().containsKey(hand.organization()))
                .isPresent()) {
            return ALREADY_IN;
        }
        if (user.filter(known -> !known.verified()).isPresent()) {
            return Answer.error(400, "User email is not verified");
        }
        if (input.find("role").filter(JsonNode::isNull).isPresent()) {
            return Answer.error(400, "This field may not be null.");
        }
        Optional<Role> role = input.has("role") ? role(text(input, "role")) : Optional.of(Role.MEMBER);
        if (role.isEmpty()) {
            return INVALID_ROLE;
        }
        return invites
                ? invited(hand, text(input, "invite"), role.get())
                : switch (memberships.add(hand, user, role.get())) {
                    case DONE ->
                        one(
                                hand.organization(),
                                Long.toString(user.orElseThrow().id()),
                                201);
                    case ALREADY -> ALREADY_IN;
                    case NO_USER -> NO_USER;
                    case WRONG_DOMAIN -> Answer.error(400, "User has no address in the organization's domains");
                    case NO_ORGANIZATION -> Answer.error(404, "No Organization matches the given query.");
                };
    }

    private Answer invited(Memberships.Hand hand, String email, Role role) {
        if (!Email.isValid(email) || email.length() > LONGEST_EMAIL) {
            return Answer.error(400, "invite: Enter a valid email address.");
        }
        return switch (memberships.invite(hand, email, role)) {
            case WRONG_DOMAIN -> Answer.error(400, "invite: Not in the organization's domains");
            case NO_ORGANIZATION -> Answer.error(404, "No Organization matches the given query.");
            default ->
                Answer.of(202, bytes(new JsonBuffer(64).ascii("{\"data\": [], \"meta\": {\"message\": \"Invited\"}}")));
        };
    }

    private Answer setRole(Memberships.Hand hand, String id, Input input) {
        if (isMissing(input, "role")) {
            return Answer.error(400, "role is required");
        }
        Optional<UserAccount> member = member(hand.organization(), id);
        if (member.isEmpty()) {
            return NO_MEMBER;
        }
        return role(text(input, "role"))
                .map(role -> answer(
                        memberships.setRole(hand, member.get(), role),
                        hand.organization(),
                        member.get().id()))
                .orElse(INVALID_ROLE);
    }

    private Answer remove(Memberships.Hand hand, Input input) {
        if (namesNobody(input)) {
            return EMAIL_REQUIRED;
        }
        Optional<UserAccount> user = named(input);
        if (user.isEmpty()) {
            return NO_USER;
        }
        if (!user.get().organizations().containsKey(hand.organization())) {
            return NO_MEMBER;
        }
        MembershipChange change = memberships.remove(hand, user.get());
        return change == MembershipChange.DONE
                ? Answer.empty(204)
                : answer(change, hand.organization(), user.get().id());
    }

    private Answer answer(MembershipChange change, long organization, long user) {
        return switch (change) {
            case DONE -> one(organization, Long.toString(user), 200);
            case LAST_ADMIN -> Answer.error(400, LAST_ADMIN);
            case NO_MEMBER -> NO_MEMBER;
        };
    }

    private static Optional<Role> role(String text) {
        return switch (text) {
            case "admin" -> Optional.of(Role.ADMIN);
            case "member" -> Optional.of(Role.MEMBER);
            default -> Optional.empty();
        };
    }

    private Answer list(long organization) {
        return answer(organization, accounts.current().membersOf(organization), 200);
    }

    private Answer one(long organization, String id, int status) {
        return member(organization, id)
                .map(user -> answer(organization, List.of(user), status))
                .orElse(NO_MEMBER);
    }

    private static Answer answer(long organization, List<UserAccount> users, int status) {
        JsonBuffer out = new JsonBuffer(256 * users.size() + 64).ascii("{\"data\": [");
        for (int i = 0; i < users.size(); i++) {
            UserAccount user = users.get(i);
            out.ascii(i == 0 ? "{\"id\": " : ", {\"id\": ").number(user.id());
            out.ascii(", \"first_name\": ").quoted(user.firstName());
            out.ascii(", \"last_name\": ").quoted(user.lastName());
            out.ascii(", \"full_name\": ").quoted((user.firstName() + " " + user.lastName()).strip());
            out.ascii(", \"is_active\": ").ascii(Boolean.toString(user.active()));
            out.ascii(", \"date_joined\": ")
                    .quoted(Instant.ofEpochSecond(user.created())
                            .truncatedTo(ChronoUnit.SECONDS)
                            .toString());
            out.ascii(", \"status\": ").quoted(user.verified() ? "ok" : "pending");
            Role role = Objects.requireNonNull(user.organizations().get(organization));
            out.ascii(", \"role\": ").quoted(role.text()).ascii("}");
        }
        return Answer.of(status, bytes(out.ascii("], \"meta\": {}}")));
    }

    private static Body bytes(JsonBuffer out) {
        return new Body.Bytes(out.toByteArray());
    }
}
