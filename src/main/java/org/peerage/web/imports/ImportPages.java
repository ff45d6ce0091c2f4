package org.peerage.web.imports;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.Permission;
import org.peerage.ixf.Feed;
import org.peerage.ixf.ImportStore;
import org.peerage.ixf.Run;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.schema.Row;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;

/** The imports of an exchange, for those who may change it: how its feed is, what imports did, what waits. */
public final class ImportPages {
    private static final int SHOWN = 30;

    private ImportPages() {}

    /** {@code /ix/<id>/imports}; a form there lets held changes through. */
    public static PageResponse show(PageRequest request, Row exchange) {
        if (!request.caller().may(Permission.UPDATE, Ix.TYPE.namespace(exchange, request.snapshot()))) {
            return request.user().isEmpty()
                    ? request.loginRedirect()
                    : new PageResponse.ForbiddenResponse("Imports are shown to those who look after the exchange.");
        }
        Row lan = request.snapshot().find(IxLan.TYPE, exchange.id());
        if (lan == null) {
            return new PageResponse.NotFoundResponse();
        }
        ImportStore store = request.services().importer().store();
        if (request.isPost()) {
            store.release(lan.id());
            request.services()
                    .auditLog()
                    .record(
                            request.caller().actor(),
                            "release held changes",
                            "ix:" + exchange.id(),
                            "of its member list",
                            request.ipAddress());
            return new PageResponse.Redirect("/ix/" + exchange.id() + "/imports?done=released");
        }
        List<Run> runs = store.runs(lan.id(), SHOWN);
        Optional<Feed> feed = store.feed(lan.id());
        String url = lan.find(IxLan.IXF_IXP_MEMBER_LIST_URL);
        FeedView view = new FeedView(
                exchange.id(),
                lan.id(),
                exchange.get(Ix.NAME),
                url == null ? "" : url,
                lan.get(IxLan.IXF_IXP_IMPORT_ENABLED),
                feed.filter(known -> known.fetched().isAfter(Instant.EPOCH))
                        .map(known -> time(known.fetched()))
                        .orElse(""),
                feed.map(Feed::error).orElse(""),
                feed.filter(known -> !known.released().equals(known.hash())).isPresent()
                        && runs.stream()
                                .filter(run -> run.state() == Run.State.DONE)
                                .findFirst()
                                .filter(run -> run.counts().held() > 0)
                                .isPresent());
        return PageResponse.TemplateResponse.of(
                "imports/exchange.jte",
                Map.of(
                        "shell",
                        request.frame("Imports of " + exchange.get(Ix.NAME)),
                        "feed",
                        view,
                        "runs",
                        runs.stream().map(ImportPages::view).toList(),
                        "notice",
                        request.value("done").equals("released") ? "The changes are made with the next import." : ""));
    }

    private static RunView view(Run run) {
        return new RunView(
                run.number(),
                time(run.began()),
                run.cause() == Run.Cause.DAILY ? "daily" : "requested",
                run.state().word(),
                run.error().isEmpty() ? summary(run.counts()) : run.error());
    }

    private static String summary(Run.Counts counts) {
        List<String> parts = new ArrayList<>();
        add(parts, counts.added(), "added");
        add(parts, counts.modified(), "changed");
        add(parts, counts.deleted(), "deleted");
        add(parts, counts.proposed(), "left to networks");
        add(parts, counts.refused(), "refused by a rule");
        add(parts, counts.held(), "held back");
        add(parts, counts.ignored(), "ignored");
        add(parts, counts.findings(), "findings about the feed");
        return parts.isEmpty() ? "nothing to change" : String.join(", ", parts);
    }

    private static void add(List<String> parts, int count, String what) {
        if (count > 0) {
            parts.add(count + " " + what);
        }
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString().replace("T", " ").replace("Z", " UTC");
    }
}
