package org.peerage.web.objects;

import static org.peerage.web.page.Texts.label;
import static org.peerage.web.page.Texts.text;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.peerage.access.CallerAuthor;
import org.peerage.access.UserAccount;
import org.peerage.access.rights.Permission;
import org.peerage.accounts.AuditLog;
import org.peerage.api.handlers.ProposedUpdate;
import org.peerage.registry.Decision;
import org.peerage.registry.Editor;
import org.peerage.registry.Operation;
import org.peerage.registry.QueuedWrite;
import org.peerage.registry.WriteLane;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.Violation;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;
import org.peerage.store.ChangeNote;
import org.peerage.store.Sql;
import org.peerage.web.page.PageRenderer;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.RuleMessages;
import org.peerage.web.page.Texts;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Changes that another site proposes by a link, for a person to look at and accept (docs/spec/identity.md §15). What is
 * accepted comes from the signed proposal, each value for its own object, all or nothing.
 */
public final class ProposalPages {
    private static final String PURPOSE = "proposed-update";
    private static final Duration TTL = Duration.ofHours(12);

    public PageResponse answer(PageRequest request) {
        if (request.user().isEmpty()) {
            return request.loginRedirect();
        }
        return switch (request.pathSegment(1)) {
            case "" -> show(request, request.user().get());
            case "accept" ->
                request.isPost() ? accept(request, request.user().get()) : new PageResponse.NotFoundResponse();
            default -> new PageResponse.NotFoundResponse();
        };
    }

    private static PageResponse show(PageRequest request, UserAccount user) {
        if (request.services()
                .rateLimiter()
                .admitProposal(request.caller(), request.ipAddress())
                .isPresent()) {
            return error(Map.of("non_field_errors", List.of(ProposedUpdate.TOO_OFTEN)));
        }
        String payload = payload(request);
        return switch (ProposedUpdate.parse(payload)) {
            case ProposedUpdate.ParsedProposal.Unreadable(String reason) -> error(Map.of("error", reason));
            case ProposedUpdate.ParsedProposal.Invalid(String reason) -> invalid(reason);
            case ProposedUpdate.ParsedProposal.Parsed(ProposedUpdate proposal) -> {
                Optional<String> missing = missing(request, proposal);
                yield missing.isPresent()
                        ? invalid("object " + missing.get() + " not found")
                        : page(request, user, proposal, payload, 200, "");
            }
        };
    }

    private static String payload(PageRequest request) {
        return String.join("", request.values("p"));
    }

    private static PageResponse invalid(String reason) {
        return error(Map.of("non_field_errors", List.of(ProposedUpdate.invalid(reason))));
    }

    private static PageResponse error(Map<String, Object> json) {
        return new PageResponse.JsonResponse(400, JsonMapper.shared().writeValueAsString(json));
    }

    private static Optional<String> missing(PageRequest request, ProposedUpdate proposal) {
        return proposal.updates().stream()
                .filter(change -> row(request, change) == null)
                .map(ProposedUpdate.ProposedChange::address)
                .findFirst();
    }

    /** An active object that the visitor sees. */
    private static @Nullable Row row(PageRequest request, ProposedUpdate.ProposedChange change) {
        Row row = request.snapshot().visibleTo(request.visibility()).find(change.type(), change.id());
        return row != null && row.isActive() ? row : null;
    }

    /** What can be changed of an object: fields that may be proposed, with another value than it has. */
    private static Map<String, JsonNode> differing(Row row, ProposedUpdate.ProposedChange change) {
        Map<String, JsonNode> differing = new LinkedHashMap<>();
        Set<Field<?>> allowed = Objects.requireNonNull(ProposedUpdate.FIELDS.get(change.type()));
        change.values().forEach((name, value) -> {
            Optional<Field<?>> field = row.type().field(name).map(found -> (Field<?>) found);
            if (field.isPresent()
                    && allowed.contains(field.get())
                    && !plain(FormInputs.json(field.get(), row)).equals(plain(value))) {
                differing.put(name, value);
            }
        });
        return differing;
    }

    private static String plain(JsonNode value) {
        return value.isArray()
                ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(", "))
                : value.isNull() ? "" : value.asString();
    }

    private static PageResponse page(
            PageRequest request,
            UserAccount user,
            ProposedUpdate proposal,
            String payload,
            int status,
            String problem) {
        List<ProposalView.ProposedObject> objects = new ArrayList<>();
        List<String> forbidden = new ArrayList<>();
        for (ProposedUpdate.ProposedChange change : proposal.updates()) {
            Row row = Objects.requireNonNull(row(request, change));
            if (ObjectAccess.may(request, Permission.UPDATE, row)) {
                ProposalView.ProposedObject object = object(request, row, change);
                if (!object.fields().isEmpty() || !object.leftOut().isEmpty()) {
                    objects.add(object);
                }
            } else {
                forbidden.add(title(request, row));
            }
        }
        String version = state(request.snapshot(), proposal);
        ProposalView view = new ProposalView(
                proposal.source(),
                proposal.reason(),
                referrer(request),
                objects,
                forbidden,
                payload,
                version,
                request.services().people().tokens().issue(PURPOSE, bound(user, payload, version)),
                problem);
        return new PageResponse.TemplateResponse(
                status,
                "objects/proposal.jte",
                Map.of("shell", request.frame(text("oauth.proposal.title")), "view", view));
    }

    private static ProposalView.ProposedObject object(
            PageRequest request, Row row, ProposedUpdate.ProposedChange change) {
        Map<String, JsonNode> differing = differing(row, change);
        List<String> leftOut = new ArrayList<>();
        if (!differing.isEmpty()
                && FormSubmission.attempt(
                                request, new Operation.Update(row.type(), row.id(), FormInputs.of(row, differing)))
                        instanceof FormSubmission.SubmissionResult.RulesBroken(List<Violation> violations)) {
            for (Violation violation : violations) {
                if (differing.remove(violation.field()) != null) {
                    leftOut.add(text(
                            "oauth.proposal.leftOut",
                            fieldLabel(row, violation.field()),
                            RuleMessages.translated(violation.message())));
                }
            }
        }
        List<ProposalView.ProposedField> fields = new ArrayList<>();
        differing.forEach((name, value) -> fields.add(new ProposalView.ProposedField(
                key(change, name),
                fieldLabel(row, name),
                row.type()
                        .field(name)
                        .map(field -> plain(FormInputs.json(field, row)))
                        .orElse(""),
                plain(value))));
        return new ProposalView.ProposedObject(title(request, row), row.url(), fields, leftOut);
    }

    private static String title(PageRequest request, Row row) {
        String name = Texts.name(row, request.snapshot());
        return name.isEmpty() ? row.type().typeName() + " " + row.id() : name;
    }

    private static String fieldLabel(Row row, String name) {
        return row.type().field(name).map(field -> label(field)).orElse(name);
    }

    private static String key(ProposedUpdate.ProposedChange change, String field) {
        return change.address() + "." + field;
    }

    private static String referrer(PageRequest request) {
        try {
            return Objects.requireNonNullElse(URI.create(request.referrer()).getHost(), "");
        } catch (IllegalArgumentException notOne) {
            return "";
        }
    }

    /** What a proposal's objects are now, so that one that changes in between is noticed. */
    private static String state(Rows rows, ProposedUpdate proposal) {
        StringBuilder all = new StringBuilder();
        for (ProposedUpdate.ProposedChange change : proposal.updates()) {
            Row row = rows.find(change.type(), change.id());
            for (String name : change.values().keySet()) {
                all.append(
                                row == null || !row.isActive()
                                        ? "-"
                                        : row.type()
                                                .field(name)
                                                .map(field -> FormInputs.json(field, row)
                                                        .toString())
                                                .orElse(""))
                        .append('\n');
            }
        }
        return UUID.nameUUIDFromBytes(all.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static String bound(UserAccount user, String payload, String version) {
        return user.id() + " " + version + " " + payload;
    }

    private static PageResponse accept(PageRequest request, UserAccount user) {
        String payload = payload(request);
        String version = request.value("version");
        boolean ours = request.services()
                .people()
                .tokens()
                .ageOf(PURPOSE, bound(user, payload, version), request.value("token"))
                .filter(age -> age.compareTo(TTL) < 0)
                .isPresent();
        if (!ours
                || !(ProposedUpdate.parse(payload)
                        instanceof ProposedUpdate.ParsedProposal.Parsed(ProposedUpdate proposal))) {
            return new PageResponse.InvalidCsrfToken();
        }
        if (missing(request, proposal).isPresent()) {
            return PageRenderer.message(request, 404, text("oauth.proposal.title"), text("oauth.proposal.gone"));
        }
        List<Operation> operations = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        for (ProposedUpdate.ProposedChange change : proposal.merged()) {
            Row row = row(request, change);
            if (row == null) {
                continue;
            }
            Map<String, JsonNode> ticked = new HashMap<>(differing(row, change));
            ticked.keySet().removeIf(name -> !request.values("accept").contains(key(change, name)));
            if (!ticked.isEmpty()) {
                operations.add(new Operation.Update(row.type(), row.id(), FormInputs.of(row, ticked)));
                rows.add(row);
            }
        }
        return operations.isEmpty()
                ? page(request, user, proposal, payload, 400, text("oauth.proposal.nothing"))
                : write(request, user, proposal, payload, operations, rows);
    }

    private static PageResponse write(
            PageRequest request,
            UserAccount user,
            ProposedUpdate proposal,
            String payload,
            List<Operation> operations,
            List<Row> rows) {
        String version = request.value("version");
        String comment = proposal.comment(request.value("referrer"));
        QueuedWrite.InTransaction alongside = moment -> {
            if (!state(moment.before(), proposal).equals(version)) {
                throw new OutdatedException();
            }
            for (Row row : rows) {
                AuditLog.record(
                        new Sql(moment.connection()),
                        request.services().clock().instant().getEpochSecond(),
                        new AuditLog.AuditEvent(
                                "user:" + user.id(),
                                "accept proposed update",
                                row.reference(),
                                comment,
                                request.ipAddress()));
            }
        };
        try {
            if (!state(request.snapshot(), proposal).equals(version)) {
                return page(request, user, proposal, payload, 409, text("oauth.proposal.outdated"));
            }
            Decision decision = request.services()
                    .editor()
                    .submit(new Editor.WriteCommand(
                            operations,
                            new CallerAuthor(request.caller()),
                            "proposal-" + UUID.randomUUID(),
                            null,
                            null,
                            false,
                            new ChangeNote("proposal", ChangeNote.shortened(comment)),
                            alongside))
                    .decided()
                    .last();
            return switch (decision) {
                case Decision.Applied applied ->
                    rows.size() == 1
                            ? new PageResponse.Redirect(302, rows.getFirst().url())
                            : updated(request, rows);
                case Decision.NeedsAsnRecord needs -> throw new IllegalStateException("undecided");
                case Decision.Rejected(Refusal refusal, var entries) ->
                    page(request, user, proposal, payload, 400, reason(refusal));
            };
        } catch (OutdatedException outdated) {
            return page(request, user, proposal, payload, 409, text("oauth.proposal.outdated"));
        } catch (WriteLane.WriteUnavailableException unavailable) {
            return FormSubmission.errorPage(request, FormSubmission.unavailable(unavailable));
        }
    }

    /** An object of the proposal changed meanwhile: this write alone is refused, not those that are committed with it. */
    private static final class OutdatedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        OutdatedException() {
            super("an object of the proposal changed meanwhile", null, false, false);
        }
    }

    private static String reason(Refusal refusal) {
        return switch (refusal) {
            case Refusal.Invalid(List<Violation> violations) ->
                violations.stream().map(RuleMessages::named).collect(Collectors.joining("; "));
            case Refusal.Message(int status, String words) -> RuleMessages.translated(words);
            default -> text("oauth.proposal.forbidden");
        };
    }

    private static PageResponse updated(PageRequest request, List<Row> rows) {
        Map<String, String> links = new LinkedHashMap<>();
        rows.forEach(row -> links.put(row.url(), title(request, row)));
        return PageResponse.TemplateResponse.of(
                "objects/proposed.jte", Map.of("shell", request.frame(text("oauth.proposal.updated")), "links", links));
    }
}
