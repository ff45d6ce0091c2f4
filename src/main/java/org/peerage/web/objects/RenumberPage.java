package org.peerage.web.objects;

import static org.peerage.web.page.Texts.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.peerage.access.CallerAuthor;
import org.peerage.access.limits.RateLimited;
import org.peerage.access.rights.Permission;
import org.peerage.net.IpPrefix;
import org.peerage.registry.Decision;
import org.peerage.registry.Editor;
import org.peerage.registry.Operation;
import org.peerage.registry.PreviewDigest;
import org.peerage.registry.QueuedWrite;
import org.peerage.registry.StatesDiff;
import org.peerage.registry.WriteLane;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.types.IxPfx;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.store.ChangeNote;
import org.peerage.web.page.PageRenderer;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.RuleMessages;
import org.peerage.web.page.Texts;

/**
 * Moves a prefix of an exchange, and all addresses in it, for those who may edit the exchange (docs/spec/operations.md §3,
 * {@code pdb_renumber_lans}): what would change is shown first, and what is done is that or nothing.
 */
public final class RenumberPage {
    private static final int MAX_SHOWN = 500;

    private RenumberPage() {}

    /** Something that moves. */
    public record MovedValue(String name, String before, String after) {}

    /**
     * What the page shows.
     *
     * @param prefixes of the exchange, as can be chosen
     * @param preview what a write has to come to; empty: there is nothing to do yet
     * @param done whether it was done just now
     */
    public record RenumberView(
            String url,
            String exchange,
            String exchangeUrl,
            List<String> prefixes,
            String from,
            String to,
            String problem,
            List<MovedValue> moved,
            int total,
            String preview,
            boolean done) {
        public RenumberView {
            prefixes = List.copyOf(prefixes);
            moved = List.copyOf(moved);
        }
    }

    static PageResponse show(PageRequest request, Row exchange) {
        if (!ObjectAccess.may(request, Permission.UPDATE, exchange)) {
            return FormSubmission.forbidden(request);
        }
        String from = request.value("from");
        String to = request.value("to");
        if (to.isEmpty() || request.has("done")) {
            return page(request, exchange, "", List.of(), 0, "");
        }
        Optional<IpPrefix> old = IpPrefix.parse(from);
        Optional<IpPrefix> other = IpPrefix.parse(to);
        if (old.isEmpty() || other.isEmpty()) {
            return page(request, exchange, text("renumber.prefixes"), List.of(), 0, "");
        }
        Optional<RateLimited> tooMany = request.admitWrite();
        if (tooMany.isPresent()) {
            return PageRenderer.tooMany(request, tooMany.get());
        }
        Editor.WriteCommand command = Editor.WriteCommand.of(
                        new Operation.Renumber(exchange.id(), old.get(), other.get()),
                        new CallerAuthor(request.caller()),
                        "page-" + UUID.randomUUID())
                .withNote(new ChangeNote("renumber:" + exchange.id(), ""));
        try {
            return request.isPost() ? run(request, exchange, command) : preview(request, exchange, command, "");
        } catch (WriteLane.WriteUnavailableException unavailable) {
            request.response().set("Retry-After", "1");
            return page(request, exchange, text("common.noDatabase"), List.of(), 0, "");
        }
    }

    private static PageResponse run(PageRequest request, Row exchange, Editor.WriteCommand command)
            throws WriteLane.WriteUnavailableException {
        QueuedWrite.WriteResult result =
                request.services().editor().submit(command.asPreviewed(request.value("preview")));
        if (result.decided().last() instanceof Decision.Rejected(Refusal refusal, var entries)) {
            return preview(request, exchange, command, problem(refusal));
        }
        request.services()
                .auditLog()
                .record(
                        request.caller().actor(),
                        "renumber",
                        exchange.reference(),
                        request.value("from") + " to " + request.value("to"),
                        request.ipAddress());
        // The way back is the same with the prefixes exchanged.
        Operation.Renumber done = (Operation.Renumber) command.operations().getFirst();
        return new PageResponse.Redirect(exchange.url() + "/renumber?done=1&from=" + done.to() + "&to=" + done.from());
    }

    private static PageResponse preview(PageRequest request, Row exchange, Editor.WriteCommand command, String problem)
            throws WriteLane.WriteUnavailableException {
        QueuedWrite.WriteResult trial = request.services().editor().submit(command.asDryRun());
        if (trial.decided().last() instanceof Decision.Rejected(Refusal refusal, var entries)) {
            return page(request, exchange, problem(refusal), List.of(), 0, "");
        }
        StatesDiff diff = trial.difference();
        List<MovedValue> moved = new ArrayList<>();
        diff.rows().forEach(row -> row.fields().stream()
                .filter(field -> field == IxPfx.PREFIX || field == NetIxLan.IPADDR4 || field == NetIxLan.IPADDR6)
                .forEach(field -> moved.add(value(row, field))));
        return page(request, exchange, problem, moved, moved.size(), PreviewDigest.of(diff));
    }

    private static MovedValue value(StatesDiff.ChangedRow row, Field<?> field) {
        String name = row.after().type() == NetIxLan.TYPE
                ? "AS" + row.after().get(NetIxLan.ASN)
                : Texts.singular(row.after().type());
        Object before = row.before() == null ? null : row.before().find(field);
        return new MovedValue(
                name, Objects.toString(before, ""), Objects.toString(row.after().find(field), ""));
    }

    private static String problem(Refusal refusal) {
        return switch (refusal) {
            case Refusal.Message(int status, String message) -> RuleMessages.translated(message);
            case Refusal.Invalid(var violations) ->
                violations.stream()
                        .map(violation -> RuleMessages.translated(violation.message()))
                        .collect(Collectors.joining(" "));
            case Refusal.VersionMismatch changed -> text("renumber.changed");
            case Refusal.ObjectNotFound none -> text("page.notFound.text");
            case Refusal.NotPermitted none -> text("object.form.forbidden");
            case Refusal.Forbidden missing -> text("object.form.forbidden");
        };
    }

    private static PageResponse page(
            PageRequest request, Row exchange, String problem, List<MovedValue> moved, int total, String preview) {
        List<String> prefixes = request.snapshot().referring(IxPfx.IXLAN_ID, exchange.id()).stream()
                .filter(Row::isActive)
                .map(row -> row.get(IxPfx.PREFIX).toString())
                .toList();
        return new PageResponse.TemplateResponse(
                problem.isEmpty() ? 200 : 400,
                "objects/renumber.jte",
                Map.of(
                        "shell",
                        request.frame(text("renumber.title", exchange.nameOrId())),
                        "view",
                        new RenumberView(
                                exchange.url() + "/renumber",
                                exchange.nameOrId(),
                                exchange.url(),
                                prefixes,
                                request.value("from"),
                                request.value("to"),
                                problem,
                                moved.stream().limit(MAX_SHOWN).toList(),
                                total,
                                preview,
                                request.has("done"))));
    }
}
