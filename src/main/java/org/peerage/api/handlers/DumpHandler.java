package org.peerage.api.handlers;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.peerage.access.Caller;
import org.peerage.api.AccessDecision;
import org.peerage.api.ApiRequest;
import org.peerage.api.ApiResponse;
import org.peerage.api.ReadYourWrites;
import org.peerage.api.RequestFilter;
import org.peerage.api.WireResponse;
import org.peerage.api.responses.FixedResponses;
import org.peerage.api.responses.GuardedResponse;
import org.peerage.api.responses.ResponseWriter;
import org.peerage.registry.types.CarrierFac;
import org.peerage.registry.types.IxFac;
import org.peerage.registry.types.NetFac;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.snapshot.Snapshot;
import org.peerage.snapshot.Visibility;

/** The full dumps beside the API that clients start from: {@code /<tag>-0.json} to {@code -3.json}, what everybody may see. */
public final class DumpHandler {
    /** A type, and how deep the rows are spread. */
    private static final Pattern NAME = Pattern.compile("/([a-z]+)-([0-3])\\.json");

    /** They have nothing below them: their files are the same at every depth, as the reference's are. */
    private static final Set<ObjectType> LINKS = Set.of(NetIxLan.TYPE, NetFac.TYPE, IxFac.TYPE, CarrierFac.TYPE);

    /** Caches may keep what everybody may see: for a minute, longer while they ask anew or the registry is away. */
    private static final String CACHES = "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400";

    private final Supplier<Snapshot> current;
    private final RequestFilter requestFilter;
    private final ReadYourWrites ownWrites;
    private final PastReads past;

    public DumpHandler(
            Supplier<Snapshot> current, RequestFilter requestFilter, ReadYourWrites ownWrites, PastReads past) {
        this.past = past;
        this.current = current;
        this.requestFilter = requestFilter;
        this.ownWrites = ownWrites;
    }

    /** The answer at an address that ends in {@code .json}; never fails. */
    public WireResponse handle(ApiRequest request) {
        request.named("/dump");
        return GuardedResponse.of(request, this::handle);
    }

    private void handle(ApiRequest request, String requestId, WireResponse out) {
        out.add("Vary", "Accept-Encoding");
        out.add("Access-Control-Allow-Origin", "*");
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            ResponseWriter.write(request, out, ApiResponse.empty(405).with("Allow", "GET, HEAD"), null);
            return;
        }
        Matcher name = NAME.matcher(request.path());
        Optional<ObjectType> type = name.matches() ? ObjectTypes.byName(name.group(1)) : Optional.empty();
        if (type.isEmpty()) {
            ResponseWriter.write(request, out, FixedResponses.notFound(), null);
        } else if (requestFilter.admit(request) instanceof AccessDecision.Denied(ApiResponse refusal, boolean _)) {
            ResponseWriter.write(request, out, refusal, null);
        } else if (!ownWrites.isUpToDate(request)) {
            ResponseWriter.write(request, out, ReadYourWrites.refusal(), null);
        } else {
            int depth = LINKS.contains(type.get()) ? 0 : Integer.parseInt(name.group(2));
            if (PastReads.isAsked(request)) {
                past(request, out, type.get(), depth);
                return;
            }
            Snapshot snapshot = current.get();
            ApiResponse response = new ReadHandler(snapshot, Visibility.PUBLIC, false).dump(type.get(), depth);
            ResponseWriter.write(
                    request,
                    out,
                    response,
                    new ResponseWriter.ResponseVersion(snapshot.version(), snapshot.time(), "P", CACHES, true));
        }
    }

    private void past(ApiRequest request, WireResponse out, ObjectType type, int depth) {
        switch (past.choose(request.parameters(), Caller.anonymous(), request.remoteAddress())) {
            case PastReads.PastChoice.Refused(ApiResponse refusal) -> ResponseWriter.write(request, out, refusal, null);
            case PastReads.PastChoice.Chosen chosen -> {
                Snapshot snapshot = chosen.state().snapshot();
                ApiResponse response = new ReadHandler(snapshot, Visibility.PUBLIC, false).dump(type, depth);
                ResponseWriter.write(
                        request,
                        out,
                        response,
                        PastHeaders.add(
                                request,
                                out,
                                chosen,
                                new ResponseWriter.ResponseVersion(
                                        current.get().version(), snapshot.time(), "P", CACHES, true),
                                true));
            }
        }
    }
}
