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
import org.peerage.schema.Status;
import org.peerage.snapshot.Snapshot;
import org.peerage.text.Email;

/**
 * {@code /api/org/<id>/users}: an organization's members, for its admins and for whoever was granted to look after
 * them (spec/rest.md §7). Roles are changed, and admins added and removed, by admins alone.
 */
public final class Members {
    private static final String LAST_ADMIN = "An organization keeps one admin at least";

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
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        Permission needed = reads
                ? Permission.READ
                : what.equals("add")
                        ? Permission.CREATE
                        : what.equals("remove") ? Permission.DELETE : Permission.UPDATE;
        if (!caller.mayManageUsers(needed, organization)) {
            return Answer.empty(403); // also where there is no such organization: strangers learn nothing
        }
        Row row = snapshot.find(Org.TYPE, organization);
        if (row == null || row.status() == Status.DELETED) {
            return Answer.error(404, "Entity not found");
        }
        if (reads) {
            return what.isEmpty() ? list(organization) : one(organization, what, 200);
        }
        Optional<Throttled> early = throttles.admitUserManagement(caller, request.remoteAddress());
        if (early.isPresent()) {
            return AccessGate.tooMany(early.get());
        }
        Input input;
        switch (RequestBody.values(request)) {
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
            case "remove" -> remove(hand, member(organization, text(input, "user_id")));
            default -> setRole(hand, member(organization, what), input);
        };
    }

    private static String text(Input input, String name) {
        return input.find(name).map(value -> value.asString("").strip()).orElse("");
    }

    private Optional<UserAccount> member(long organization, String id) {
        return user(id).filter(user -> user.organizations().containsKey(organization));
    }

    private Optional<UserAccount> user(String id) {
        return id.matches("[0-9]{1,18}") ? accounts.current().user(Long.parseLong(id)) : Optional.empty();
    }

    private Answer add(Memberships.Hand hand, Input input) {
        String id = text(input, "user_id");
        String email = text(input, "email");
        Optional<Role> role = role(text(input, "role"), Role.MEMBER);
        if (role.isEmpty()) {
            return invalid("role", "Must be admin or member");
        }
        if (role.get() == Role.ADMIN && !hand.caller().administers(hand.organization())) {
            return Answer.empty(403);
        }
        if (id.isEmpty() && !email.isEmpty()) {
            boolean valid = Email.isValid(email) && email.length() <= 254;
            return !valid
                    ? invalid("email", "Enter a valid email address.")
                    : invited(memberships.invite(hand, email, role.get()));
        }
        Optional<UserAccount> user = id.isEmpty() ? accounts.current().user(text(input, "username")) : user(id);
        return switch (memberships.add(hand, user, role.get())) {
            case DONE ->
                one(hand.organization(), Long.toString(user.orElseThrow().id()), 201);
            case ALREADY -> invalid("user_id", "User is a member already");
            case NO_USER -> invalid("user_id", "There is no such confirmed user");
            case WRONG_DOMAIN -> invalid("user_id", "User has no address in the organization's domains");
            case NO_ORGANIZATION -> Answer.error(404, "Entity not found");
        };
    }

    private static Answer invited(Memberships.Added invited) {
        return switch (invited) {
            case WRONG_DOMAIN -> invalid("email", "Not in the organization's domains");
            case NO_ORGANIZATION -> Answer.error(404, "Entity not found");
            default ->
                Answer.of(202, bytes(new JsonBuffer(64).ascii("{\"data\": [], \"meta\": {\"message\": \"Invited\"}}")));
        };
    }

    private Answer setRole(Memberships.Hand hand, Optional<UserAccount> member, Input input) {
        if (!hand.caller().administers(hand.organization())) {
            return Answer.empty(403);
        }
        Optional<Role> role = role(text(input, "role"), null);
        if (role.isEmpty()) {
            return invalid("role", "Must be admin or member");
        }
        return member.isEmpty()
                ? Answer.error(404, "Entity not found")
                : answer(
                        memberships.setRole(hand, member.get(), role.get()),
                        hand.organization(),
                        member.get().id());
    }

    private Answer remove(Memberships.Hand hand, Optional<UserAccount> member) {
        if (member.isEmpty()) {
            return Answer.error(404, "Entity not found");
        }
        boolean admin = member.get().organizations().get(hand.organization()) == Role.ADMIN;
        if (admin && !hand.caller().administers(hand.organization())) {
            return Answer.empty(403);
        }
        MembershipChange change = memberships.remove(hand, member.get());
        return change == MembershipChange.DONE
                ? Answer.empty(204)
                : answer(change, hand.organization(), member.get().id());
    }

    private Answer answer(MembershipChange change, long organization, long user) {
        return switch (change) {
            case DONE -> one(organization, Long.toString(user), 200);
            case LAST_ADMIN -> Answer.error(400, LAST_ADMIN);
            case NO_MEMBER -> Answer.error(404, "Entity not found");
        };
    }

    private static Optional<Role> role(String text, @org.jspecify.annotations.Nullable Role without) {
        return switch (text) {
            case "admin" -> Optional.of(Role.ADMIN);
            case "member" -> Optional.of(Role.MEMBER);
            case "" -> Optional.ofNullable(without);
            default -> Optional.empty();
        };
    }

    private static Answer invalid(String field, String problem) {
        return Answer.of(
                400,
                bytes(new JsonBuffer(128)
                        .ascii("{\"")
                        .ascii(field)
                        .ascii("\": [")
                        .quoted(problem)
                        .ascii("], \"meta\": {\"error\": \"Bad Request\"}}")));
    }

    private Answer list(long organization) {
        return answer(organization, accounts.current().membersOf(organization), 200);
    }

    private Answer one(long organization, String id, int status) {
        return member(organization, id)
                .map(user -> answer(organization, List.of(user), status))
                .orElseGet(() -> Answer.error(404, "Entity not found"));
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
