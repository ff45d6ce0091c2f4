package org.peerage.api.handlers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.peerage.access.Accounts;
import org.peerage.access.Caller;
import org.peerage.access.changes.ChangeAudience;
import org.peerage.access.changes.ChangeCriteria;
import org.peerage.access.changes.ChangeFinder;
import org.peerage.access.changes.DisclosedChange;
import org.peerage.access.changes.OrganizationActors;
import org.peerage.api.ApiRequest;
import org.peerage.api.ApiResponse;
import org.peerage.api.ListParameters;
import org.peerage.api.QueryParameters;
import org.peerage.api.ResponseBody;
import org.peerage.registry.types.Org;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.ParseResult;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.ChangeNote;
import org.peerage.store.ChangeSubject;
import org.peerage.store.RegistryStore;

/** An organization's own log: what happened to what it has, and by whom (docs/spec/record.md §2.1). */
public final class OrganizationLogHandler {
    private static final int MAX_ENTRIES = 250;

    private final RegistryStore store;
    private final Accounts accounts;
    private final ChangeFinder finder;

    public OrganizationLogHandler(RegistryStore store, Accounts accounts) {
        this.store = store;
        this.accounts = accounts;
        this.finder = new ChangeFinder(store);
    }

    public ApiResponse handle(long organization, ApiRequest request, Caller caller, Snapshot snapshot) {
        Row row = snapshot.find(Org.TYPE, organization);
        if (row == null || !row.isActive()) {
            return ApiResponse.error(404, "No Organization matches the given query.");
        }
        if (!caller.mayReadLog(organization)) {
            return ApiResponse.error(
                    403, "The log of org " + organization + " is for its admins, and for keys that may read it.");
        }
        QueryParameters parameters = request.parameters();
        String asked = parameters.get("before");
        Optional<ChangeFinder.LogPosition> before = asked == null || asked.isEmpty()
                ? Optional.of(ChangeFinder.LogPosition.END)
                : ChangeFinder.LogPosition.parse(asked);
        if (before.isEmpty()) {
            return ApiResponse.error(400, "'before' needs to be what 'next' of an answer was");
        }
        OptionalInt limit = ListParameters.number(parameters, "limit", MAX_ENTRIES);
        if (limit.isEmpty() || limit.getAsInt() < 1) {
            return ApiResponse.error(400, "'limit' needs to be a number above 0");
        }
        return switch (CriteriaParser.parse(parameters)) {
            case ParseResult.Problem<ChangeCriteria>(String problem) -> ApiResponse.error(400, problem);
            case ParseResult.Value<ChangeCriteria>(ChangeCriteria criteria) ->
                answer(
                        criteria.about(ChangeSubject.of(Org.TYPE, organization)),
                        ChangeAudience.ofLog(caller, snapshot, organization),
                        before.get(),
                        Math.min(limit.getAsInt(), MAX_ENTRIES),
                        new OrganizationActors(accounts.current(), organization));
        };
    }

    private ApiResponse answer(
            ChangeCriteria criteria,
            ChangeAudience audience,
            ChangeFinder.LogPosition before,
            int limit,
            OrganizationActors names) {
        ChangeFinder.ChangePage page =
                HistoryHandler.read(() -> finder.newest(criteria, audience, before, limit, true));
        List<Long> versions =
                page.changes().stream().map(DisclosedChange::version).toList();
        Map<Long, ChangeNote> notes = HistoryHandler.read(() -> store.notes(versions));
        JsonBuffer out = new JsonBuffer(8192).ascii("{\"data\": [");
        String separator = "";
        for (DisclosedChange change : page.changes()) {
            out.ascii(separator)
                    .ascii("{\"version\": ")
                    .number(change.version())
                    .ascii(", ");
            change.origin().ifPresent(origin -> out.ascii("\"who\": ")
                    .quoted(names.of(origin.actor()).name())
                    .ascii(", "));
            HistoryHandler.object(out, change, notes.get(change.version()));
            separator = ", ";
        }
        out.ascii("], \"meta\": {");
        if (page.next() != null) {
            out.ascii("\"next\": ").quoted(page.next().toString());
        }
        return ApiResponse.of(200, new ResponseBody.Bytes(out.ascii("}}").toByteArray()))
                .with("Cache-Control", "private, no-store");
    }
}
