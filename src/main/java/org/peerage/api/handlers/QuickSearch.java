package org.peerage.api.handlers;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.peerage.api.ApiRequest;
import org.peerage.api.ApiResponse;
import org.peerage.api.QueryParameters;
import org.peerage.api.ResponseBody;
import org.peerage.api.responses.PrettyJsonStream;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.Org;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.search.Search;
import org.peerage.search.SearchHit;
import org.peerage.snapshot.Snapshot;

/** What a search finds, by type, for programs: {@code /api/search} and the quick search of the pages (docs/spec/operations.md §8). */
public final class QuickSearch {
    /** Of all types together. */
    private static final int MAX_HITS = 40;

    private static final List<ObjectType> GROUPS =
            List.of(Fac.TYPE, Ix.TYPE, Net.TYPE, Org.TYPE, Campus.TYPE, Carrier.TYPE);
    private static final String SCHEME = "api-key";

    private final Search search;
    private final Snapshot snapshot;

    public QuickSearch(Search search, Snapshot snapshot) {
        this.search = search;
        this.snapshot = snapshot;
    }

    /** The answer to whoever comes without a key, in the reference's words; empty: there is something to look at. */
    public static Optional<ApiResponse> withoutKey(ApiRequest request) {
        String credentials = request.header("Authorization");
        if (credentials == null) {
            return Optional.of(
                    refusal("No API key provided. Please include an Authorization header with your API key."));
        }
        return credentials.strip().toLowerCase(Locale.ROOT).equals(SCHEME)
                ? Optional.of(refusal("API key cannot be empty"))
                : Optional.empty();
    }

    private static ApiResponse refusal(String message) {
        return ApiResponse.of(401, ApiResponse.text("{\"error\": \"" + message + "\"}"));
    }

    public ApiResponse answer(QueryParameters parameters) {
        String typed = parameters.has("q") ? String.valueOf(parameters.get("q")) : "";
        return typed.isBlank()
                ? ApiResponse.of(400, ApiResponse.text("{\"error\": \"No search query provided: q\"}"))
                : new ApiResponse(
                        200, Map.of("Content-Type", ApiResponse.JSON), new ResponseBody.StreamedBody(-1, out -> {
                            PrettyJsonStream pretty = new PrettyJsonStream(out);
                            pretty.write(json(typed, false).toByteArray());
                            pretty.flush();
                        }));
    }

    /** What is found, with what the quick search of the pages tells beside. */
    public String withExtras(String typed) {
        return json(typed, true).toString();
    }

    private JsonBuffer json(String typed, boolean extras) {
        List<SearchHit> hits = search.best(typed, snapshot, MAX_HITS);
        JsonBuffer json = new JsonBuffer(4096).ascii("{");
        String between = "";
        for (ObjectType type : GROUPS) {
            json.ascii(between).quoted(type.typeName()).ascii(": [");
            between = ", ";
            String separator = "";
            for (SearchHit hit : hits) {
                if (hit.row().type() == type) {
                    json.ascii(separator);
                    separator = ", ";
                    object(json, hit.row(), extras);
                }
            }
            json.ascii("]");
        }
        return json.ascii("}");
    }

    private void object(JsonBuffer json, Row row, boolean extras) {
        json.ascii("{\"id\": ").number(row.id()).ascii(", \"name\": ").quoted(row.text("name"));
        long organization =
                row.type().field("org_id").map(owner -> (Long) row.find(owner)).orElse(row.id());
        json.ascii(", \"org_id\": ").number(organization);
        if (row.type() == Net.TYPE) {
            json.ascii(", \"asn\": ").number(row.get(Net.ASN).value());
        }
        json.ascii(", \"sub_name\": ").quoted(told(row));
        if (extras) {
            json.ascii(", \"extra\": {");
            extra(json, row);
            json.ascii("}");
            campus(json, row);
        }
        json.ascii("}");
    }

    private static void extra(JsonBuffer json, Row row) {
        String separator = "";
        for (String name : List.of("asn", "city", "country")) {
            String value = row.text(name);
            if (!value.isEmpty()) {
                json.ascii(separator).quoted(name).ascii(": ");
                if (name.equals("asn")) {
                    json.ascii(value);
                } else {
                    json.quoted(value);
                }
                separator = ", ";
            }
        }
    }

    private void campus(JsonBuffer json, Row row) {
        Long id = row.type() == Fac.TYPE ? row.find(Fac.CAMPUS_ID) : null;
        if (id != null) {
            Row campus = snapshot.find(Fac.CAMPUS_ID.target(), id);
            if (campus != null && campus.isActive()) {
                json.ascii(", \"campus\": ").quoted(campus.text("name"));
            }
        }
    }

    /** What tells objects of similar names apart: the number, the place, the other name. */
    private static String told(Row row) {
        String number = row.type() == Net.TYPE ? "AS" + row.get(Net.ASN) : "";
        String place = Stream.of(row.text("city"), row.text("country"))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
        String other = Stream.of(row.text("aka"), row.text("name_long"))
                .filter(text -> !text.isEmpty() && !text.equals(row.text("name")))
                .findFirst()
                .orElse("");
        return Stream.of(number, place, other).filter(text -> !text.isEmpty()).collect(Collectors.joining(" · "));
    }
}
