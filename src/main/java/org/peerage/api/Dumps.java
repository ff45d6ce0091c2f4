package org.peerage.api;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.peerage.registry.types.Types;
import org.peerage.schema.ObjectType;
import org.peerage.snapshot.Snapshot;
import org.peerage.snapshot.Visibility;

/** The full dumps beside the API that clients start from: {@code /<tag>-0.json} to {@code -3.json}, what everybody may see. */
public final class Dumps {
    /** A type, and how deep the rows are spread. */
    private static final Pattern NAME = Pattern.compile("/([a-z]+)-([0-3])\\.json");

    /** They have nothing below them: their files are the same at every depth, as the reference's are. */
    private static final Set<String> LINKS = Set.of("netixlan", "netfac", "ixfac", "carrierfac");

    /** Caches may keep what everybody may see: for a minute, longer while they ask anew or the registry is away. */
    private static final String CACHES = "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400";

    private final Supplier<Snapshot> current;
    private final Gate gate;
    private final OwnWrites ownWrites;

    public Dumps(Supplier<Snapshot> current, Gate gate, OwnWrites ownWrites) {
        this.current = current;
        this.gate = gate;
        this.ownWrites = ownWrites;
    }

    /** The answer at an address that ends in {@code .json}; never fails. */
    public Outgoing answer(Asked request) {
        return Api.guarded(request, this::answer);
    }

    private void answer(Asked request, String requestId, Outgoing out) {
        out.add("Vary", "Accept-Encoding");
        out.add("Access-Control-Allow-Origin", "*");
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            AnswerWriter.write(request, out, Answer.empty(405).with("Allow", "GET, HEAD"), null);
            return;
        }
        Matcher name = NAME.matcher(request.path());
        Optional<ObjectType> type = name.matches() ? Types.byTag(name.group(1)) : Optional.empty();
        if (type.isEmpty()) {
            AnswerWriter.write(request, out, Pages.notFound(), null);
        } else if (gate.admit(request) instanceof Admission.Refused(Answer refusal, boolean _)) {
            AnswerWriter.write(request, out, refusal, null);
        } else if (!ownWrites.areHere(request)) {
            AnswerWriter.write(request, out, OwnWrites.refusal(), null);
        } else {
            Snapshot snapshot = current.get();
            Answer answer = new Reads(snapshot, Visibility.PUBLIC, false)
                    .dump(type.get(), LINKS.contains(type.get().tag()) ? 0 : Integer.parseInt(name.group(2)));
            AnswerWriter.write(
                    request,
                    out,
                    answer,
                    new AnswerWriter.Version(snapshot.version(), snapshot.time(), "P", CACHES, true));
        }
    }
}
