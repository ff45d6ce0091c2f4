package org.peerage.api.handlers;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.peerage.access.Accounts;
import org.peerage.access.Caller;
import org.peerage.access.MembershipChangeResult;
import org.peerage.access.UserAccount;
import org.peerage.access.limits.RateLimited;
import org.peerage.access.limits.RateLimiter;
import org.peerage.access.rights.Permission;
import org.peerage.access.rights.Role;
import org.peerage.accounts.organizations.Memberships;
import org.peerage.api.ApiRequest;
import org.peerage.api.ApiResponse;
import org.peerage.api.ResponseBody;
import org.peerage.api.Route;
import org.peerage.registry.rules.RequestFields;
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
public final class MembersHandler {
    private static final String LAST_ADMIN = "An organization keeps one admin at least";
    private static final int MAX_EMAIL_LENGTH = 254;

    private static final ApiResponse EMAIL_REQUIRED = ApiResponse.error(400, "user_email is required");
    private static final ApiResponse INVALID_ROLE = ApiResponse.error(400, "Invalid role. Must be admin or member");
    private static final ApiResponse ALREADY_IN = ApiResponse.error(400, "User is already in the organization");
    private static final ApiResponse NO_USER = ApiResponse.error(404, "No User matches the given query.");
    private static final ApiResponse NO_MEMBER = ApiResponse.error(404, "User is not in the organization");

    private final Accounts accounts;
    private final RateLimiter rateLimiter;
    private final Memberships memberships;
    private final String site;

    /** @param site the address of this site, for links in mails; empty: the one that was asked */
    public MembersHandler(Accounts accounts, RateLimiter rateLimiter, Memberships memberships, String site) {
        this.accounts = accounts;
        this.rateLimiter = rateLimiter;
        this.memberships = memberships;
        this.site = site;
    }

    /** @param action as {@link Route.OrganizationUsers} has it */
    public ApiResponse handle(ApiRequest request, long organization, String action, Caller caller, Snapshot snapshot)
            throws IOException {
        Row row = snapshot.find(Org.TYPE, organization);
        if (row == null || !row.isActive()) {
            return ApiResponse.error(404, "No Organization matches the given query.");
        }
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        Optional<String> denied = denied(caller, needed(reads, action), organization);
        if (denied.isPresent()) {
            return ApiResponse.error(403, "Permission denied: " + denied.get());
        }
        Optional<RateLimited> early = rateLimiter.admitUserManagement(caller, request.remoteAddress());
        if (early.isPresent()) {
            return ApiResponse.rateLimited(early.get());
        }
        if (reads) {
            return action.isEmpty() ? list(organization) : memberResponse(organization, action, 200);
        }
        String host = site.isEmpty() ? request.localOrigin() : site;
        Memberships.ActingAdmin admin =
                new Memberships.ActingAdmin(caller, organization, request.remoteAddress(), host);
        return RequestBody.valuesOrNone(request).answer(input -> switch (action) {
            case "add" -> add(admin, input);
            case "remove" -> remove(admin, input);
            default -> setRole(admin, action, input);
        });
    }

    private static Permission needed(boolean reads, String action) {
        if (reads) {
            return Permission.READ;
        }
        return switch (action) {
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
    public List<Long> organizationsOf(Caller caller) {
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

    /** A value as it came: spaces around an address are part of what is looked for. */
    private static String text(RequestFields input, String name) {
        return input.find(name).map(value -> value.asString("")).orElse("");
    }

    private static boolean isMissing(RequestFields input, String name) {
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

    /**
     * Whom a request names: by primary address as the reference, or by id or name. Ids can be counted up, and the answer tells a
     * person's name: so by id those alone whom the caller may see already.
     */
    private Optional<UserAccount> named(Memberships.ActingAdmin admin, RequestFields input) {
        if (!isMissing(input, "user_email")) {
            String email = text(input, "user_email");
            return email.isBlank() || !email.equals(email.strip())
                    ? Optional.empty()
                    : accounts.current().owner(email).filter(user -> email.equalsIgnoreCase(user.email()));
        }
        return isMissing(input, "user_id")
                ? accounts.current().user(text(input, "username"))
                : user(text(input, "user_id")).filter(user -> isKnown(user, admin));
    }

    /** Whether somebody is in the organization, or in another one whose admin the caller is. */
    private boolean isKnown(UserAccount user, Memberships.ActingAdmin admin) {
        return user.organizations().containsKey(admin.organization())
                || admin.caller().userId().stream()
                        .boxed()
                        .flatMap(id -> accounts.current().user(id).stream())
                        .flatMap(caller -> caller.organizations().entrySet().stream())
                        .anyMatch(role -> role.getValue() == Role.ADMIN
                                && user.organizations().containsKey(role.getKey()));
    }

    private static boolean namesNobody(RequestFields input) {
        return isMissing(input, "user_email") && isMissing(input, "user_id") && isMissing(input, "username");
    }

    private ApiResponse add(Memberships.ActingAdmin admin, RequestFields input) {
        boolean invites = namesNobody(input) && !isMissing(input, "invite");
        if (namesNobody(input) && !invites) {
            return EMAIL_REQUIRED;
        }
        Optional<UserAccount> user = invites ? Optional.empty() : named(admin, input);
        if (!invites && user.isEmpty()) {
            return NO_USER;
        }
        if (user.filter(known -> known.organizations().containsKey(admin.organization()))
                .isPresent()) {
            return ALREADY_IN;
        }
        if (user.filter(known -> !known.verified()).isPresent()) {
            return ApiResponse.error(400, "User email is not verified");
        }
        if (input.find("role").filter(JsonNode::isNull).isPresent()) {
            return ApiResponse.error(400, "This field may not be null.");
        }
        Optional<Role> role = input.has("role") ? role(text(input, "role")) : Optional.of(Role.MEMBER);
        if (role.isEmpty()) {
            return INVALID_ROLE;
        }
        return invites
                ? invited(admin, text(input, "invite"), role.get())
                : switch (memberships.add(admin, user, role.get())) {
                    case DONE ->
                        memberResponse(
                                admin.organization(),
                                Long.toString(user.orElseThrow().id()),
                                201);
                    case ALREADY -> ALREADY_IN;
                    case NO_USER -> NO_USER;
                    case WRONG_DOMAIN -> ApiResponse.error(400, "User has no address in the organization's domains");
                    case NO_ORGANIZATION -> ApiResponse.error(404, "No Organization matches the given query.");
                };
    }

    private ApiResponse invited(Memberships.ActingAdmin admin, String email, Role role) {
        if (!Email.isValid(email) || email.length() > MAX_EMAIL_LENGTH) {
            return ApiResponse.error(400, "invite: Enter a valid email address.");
        }
        return switch (memberships.invite(admin, email, role)) {
            case WRONG_DOMAIN -> ApiResponse.error(400, "invite: Not in the organization's domains");
            case NO_ORGANIZATION -> ApiResponse.error(404, "No Organization matches the given query.");
            default ->
                ApiResponse.of(
                        202, bytes(new JsonBuffer(64).ascii("{\"data\": [], \"meta\": {\"message\": \"Invited\"}}")));
        };
    }

    private ApiResponse setRole(Memberships.ActingAdmin admin, String id, RequestFields input) {
        if (isMissing(input, "role")) {
            return ApiResponse.error(400, "role is required");
        }
        Optional<UserAccount> member = member(admin.organization(), id);
        if (member.isEmpty()) {
            return NO_MEMBER;
        }
        return role(text(input, "role"))
                .map(role -> response(
                        memberships.setRole(admin, member.get(), role),
                        admin.organization(),
                        member.get().id()))
                .orElse(INVALID_ROLE);
    }

    private ApiResponse remove(Memberships.ActingAdmin admin, RequestFields input) {
        if (namesNobody(input)) {
            return EMAIL_REQUIRED;
        }
        Optional<UserAccount> user = named(admin, input);
        if (user.isEmpty()) {
            return NO_USER;
        }
        if (!user.get().organizations().containsKey(admin.organization())) {
            return NO_MEMBER;
        }
        MembershipChangeResult change = memberships.remove(admin, user.get());
        return change == MembershipChangeResult.DONE
                ? ApiResponse.empty(204)
                : response(change, admin.organization(), user.get().id());
    }

    private ApiResponse response(MembershipChangeResult change, long organization, long user) {
        return switch (change) {
            case DONE -> memberResponse(organization, Long.toString(user), 200);
            case LAST_ADMIN -> ApiResponse.error(400, LAST_ADMIN);
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

    private ApiResponse list(long organization) {
        return response(organization, accounts.current().membersOf(organization), 200);
    }

    private ApiResponse memberResponse(long organization, String id, int status) {
        return member(organization, id)
                .map(user -> response(organization, List.of(user), status))
                .orElse(NO_MEMBER);
    }

    private static ApiResponse response(long organization, List<UserAccount> users, int status) {
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
        return ApiResponse.of(status, bytes(out.ascii("], \"meta\": {}}")));
    }

    private static ResponseBody bytes(JsonBuffer out) {
        return new ResponseBody.Bytes(out.toByteArray());
    }
}
