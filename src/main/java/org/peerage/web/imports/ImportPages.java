package org.peerage.web.imports;

import static org.peerage.web.page.Texts.text;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.peerage.access.rights.Permission;
import org.peerage.ixf.Feed;
import org.peerage.ixf.ImportStore;
import org.peerage.ixf.Importer;
import org.peerage.ixf.Notice;
import org.peerage.ixf.Peering;
import org.peerage.ixf.Preview;
import org.peerage.ixf.Proposal;
import org.peerage.ixf.Report;
import org.peerage.ixf.Run;
import org.peerage.ixf.Step;
import org.peerage.registry.UndoOutcome;
import org.peerage.registry.WriteLane;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Row;
import org.peerage.web.page.PageRenderer;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;

/** The imports of an exchange, for those who may change it: how its feed is, what imports did, what waits. */
public final class ImportPages {
    private static final int SHOWN = 30;
    private static final int SHOWN_LINES = 2_000;
    private static final int SHOWN_DIFFERENCES = 1_000;

    private ImportPages() {}

    /** {@code /ix/<id>/imports} with the forms there, {@code …/preview} and {@code …/<number>}. */
    public static PageResponse show(PageRequest request, Row exchange) {
        if (!request.caller().may(Permission.UPDATE, Ix.TYPE.namespace(exchange, request.snapshot()))) {
            return request.user().isEmpty()
                    ? request.loginRedirect()
                    : new PageResponse.ForbiddenResponse(text("ixf.exchange.forbidden"));
        }
        Row lan = request.snapshot().find(IxLan.TYPE, exchange.id());
        if (lan == null) {
            return new PageResponse.NotFoundResponse();
        }
        String part = request.pathSegment(3);
        if (part.equals("preview")) {
            return preview(request, exchange, lan);
        }
        if (part.equals("settings")) {
            return FeedSettingsPages.show(request, exchange, lan);
        }
        if (part.matches("[0-9]{1,9}")) {
            return run(request, exchange, lan, Long.parseLong(part));
        }
        if (!part.isEmpty()) {
            return new PageResponse.NotFoundResponse();
        }
        return request.isPost() ? act(request, exchange, lan) : page(request, exchange, lan);
    }

    private static PageResponse act(PageRequest request, Row exchange, Row lan) {
        String place = exchange.url() + "/imports?done=";
        if (request.has("mails")) {
            request.services()
                    .notices()
                    .mute(
                            Notice.Audience.EXCHANGE,
                            exchange.id(),
                            0,
                            request.value("mails").equals("stop"),
                            request.caller().actor());
            return new PageResponse.Redirect(place + "mails");
        }
        if (!request.has("release")) {
            return page(request, exchange, lan);
        }
        if (!request.services().importer().store().release(lan.id(), request.value("hash"))) {
            return new PageResponse.Redirect(place + "changed");
        }
        request.services()
                .auditLog()
                .record(
                        request.caller().actor(),
                        "release held changes",
                        exchange.reference(),
                        "of its member list",
                        request.ipAddress());
        return new PageResponse.Redirect(place + "released");
    }

    private static PageResponse preview(PageRequest request, Row exchange, Row lan) {
        var tooMany = request.services().rateLimiter().admitIxfPreview(request.ipAddress());
        if (tooMany.isPresent()) {
            return PageRenderer.tooMany(request, tooMany.get());
        }
        Importer importer = request.services().importer();
        Optional<byte[]> sent =
                request.isPost() ? request.upload("document", PageRequest.MAX_FORM_BYTES) : Optional.empty();
        Preview preview = sent.isPresent() ? importer.preview(lan, sent.get()) : importer.preview(lan);
        return PageResponse.TemplateResponse.of(
                "imports/preview.jte",
                Map.of(
                        "shell",
                        request.frame(text("ixf.preview.title", exchange.get(Ix.NAME))),
                        "preview",
                        PreviewView.of(preview),
                        "lan",
                        lan.id(),
                        "uploaded",
                        sent.isPresent()));
    }

    private static PageResponse run(PageRequest request, Row exchange, Row lan, long number) {
        ImportStore store = request.services().importer().store();
        Optional<Run> run = store.run(lan.id(), number);
        if (run.isEmpty()) {
            return new PageResponse.NotFoundResponse();
        }
        UndoneView undone = request.isPost() ? undo(request, exchange, number) : UndoneView.NONE;
        return PageResponse.TemplateResponse.of(
                "imports/run.jte",
                Map.of(
                        "shell",
                        request.frame(text("ixf.run.title", number, exchange.get(Ix.NAME))),
                        "exchange",
                        exchange.id(),
                        "name",
                        exchange.get(Ix.NAME),
                        "run",
                        RunView.of(run.get(), exchange.id(), exchange.get(Ix.NAME)),
                        "report",
                        store.report(lan.id(), number),
                        "undone",
                        undone,
                        "undoable",
                        run.get().version() > 0 && !undone.isDone(),
                        "lines",
                        store.log(lan.id(), number, SHOWN_LINES).stream()
                                .map(LogLine::of)
                                .toList()));
    }

    private static UndoneView undo(PageRequest request, Row exchange, long number) {
        boolean dryRun = !request.value("undo").equals("do");
        try {
            Optional<UndoOutcome> outcome = request.services()
                    .rollback()
                    .undo(exchange.id(), number, request.caller().actor(), "page-" + UUID.randomUUID(), dryRun);
            boolean isNothing = outcome.map(each -> each.undone().isEmpty()).orElse(true);
            if (!dryRun && !isNothing) {
                request.services()
                        .auditLog()
                        .record(
                                request.caller().actor(),
                                "undo import",
                                exchange.reference(),
                                "import " + number,
                                request.ipAddress());
            }
            return outcome.map(each -> UndoneView.of(each, dryRun))
                    .orElseGet(() -> UndoneView.problem(text("ixf.undo.nothing")));
        } catch (SQLException | WriteLane.WriteUnavailableException unavailable) {
            return UndoneView.problem(text("ixf.network.unavailable"));
        }
    }

    private static PageResponse page(PageRequest request, Row exchange, Row lan) {
        ImportStore store = request.services().importer().store();
        List<Run> runs = store.runs(lan.id(), SHOWN);
        Optional<Feed> feed = store.feed(lan.id());
        FeedView view = new FeedView(
                exchange.id(),
                lan.id(),
                exchange.get(Ix.NAME),
                Importer.url(lan),
                lan.get(IxLan.IXF_IXP_IMPORT_ENABLED),
                feed.filter(known -> known.fetched().isAfter(Instant.EPOCH))
                        .map(known -> RunView.time(known.fetched()))
                        .orElse(""),
                feed.map(Feed::error).orElse(""),
                feed.map(Feed::hash).orElse(""),
                feed.map(Feed::size).orElse(0L),
                feed.filter(known -> !known.released().equals(known.hash())).isPresent()
                        && runs.stream()
                                .filter(run -> run.state() == Run.State.DONE)
                                .findFirst()
                                .filter(run -> run.counts().held() > 0)
                                .isPresent(),
                FeedKeyView.of(store.settings().pinnedKey(lan.id()), feed).told(),
                store.settings()
                        .knownHeader(lan.id())
                        .filter(header -> !header.isSentTo(lan))
                        .isPresent());
        Report report = runs.stream()
                .filter(run -> run.state() != Run.State.RUNNING)
                .findFirst()
                .map(run -> store.report(lan.id(), run.number()))
                .orElse(Report.EMPTY);
        return PageResponse.TemplateResponse.of(
                "imports/exchange.jte",
                Map.of(
                        "shell",
                        request.frame(text("ixf.exchange.title", exchange.get(Ix.NAME))),
                        "feed",
                        view,
                        "runs",
                        runs.stream()
                                .map(run -> RunView.of(run, exchange.id(), exchange.get(Ix.NAME)))
                                .toList(),
                        "report",
                        report,
                        "differences",
                        request.services().proposals().ofLan(lan.id()).stream()
                                .limit(SHOWN_DIFFERENCES)
                                .map(proposal -> difference(request, proposal))
                                .toList(),
                        "muted",
                        !request.services()
                                .notices()
                                .muted(Notice.Audience.EXCHANGE, exchange.id())
                                .isEmpty(),
                        "notice",
                        done(request.value("done"))));
    }

    private static String done(String what) {
        return switch (what) {
            case "released" -> text("ixf.exchange.released");
            case "changed" -> text("ixf.exchange.changed");
            case "mails" -> text("ixf.network.mailsSet");
            default -> "";
        };
    }

    private static String orNothing(String value) {
        return value.isEmpty() ? text("ixf.nothing") : value;
    }

    private static DifferenceView difference(PageRequest request, Proposal proposal) {
        Row row = proposal.row() == 0 ? null : request.snapshot().find(NetIxLan.TYPE, proposal.row());
        Peering wanted = proposal.wanted();
        List<String> feed = new ArrayList<>();
        List<String> network = new ArrayList<>();
        if (row != null) {
            network.add(SuggestionPages.addresses(row));
        }
        if (wanted != null) {
            feed.add(SuggestionPages.addresses(wanted.ipv4(), wanted.ipv6()));
        }
        if (proposal.kind() != Step.Kind.DELETE) {
            SuggestionPages.changes(proposal, row).stream()
                    .filter(change -> !change.field().startsWith("ipaddr"))
                    .forEach(change -> {
                        feed.add(change.label() + ": " + orNothing(change.after()));
                        if (row != null) {
                            network.add(change.label() + ": " + orNothing(change.before()));
                        }
                    });
        }
        return new DifferenceView(
                proposal.kind().word(),
                Objects.toString(proposal.asn()),
                feed.isEmpty() ? "–" : String.join(", ", feed),
                network.isEmpty() ? "–" : String.join(", ", network),
                proposal.reason(),
                SuggestionPages.problems(proposal),
                proposal.isDismissed());
    }
}
