package org.peerage.api;

import java.util.Optional;
import java.util.function.Supplier;
import org.peerage.registry.types.Types;
import org.peerage.schema.ObjectType;
import org.peerage.snapshot.Snapshot;
import org.peerage.snapshot.Visibility;

/** The full dumps beside the API that clients start from: {@code /<tag>-0.json}, what everybody may see. */
public final class Dumps {
    private static final String SUFFIX = "-0.json";

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
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            AnswerWriter.write(request, out, Answer.empty(405).with("Allow", "GET, HEAD"), null);
            return;
        }
        String path = request.path();
        Optional<ObjectType> type = path.endsWith(SUFFIX)
                ? Types.byTag(path.substring(1, path.length() - SUFFIX.length()))
                : Optional.empty();
        if (type.isEmpty()) {
            AnswerWriter.write(request, out, Pages.notFound(), null);
        } else if (gate.admit(request) instanceof Admission.Refused(Answer refusal, boolean _)) {
            AnswerWriter.write(request, out, refusal, null);
        } else if (!ownWrites.areHere(request)) {
            AnswerWriter.write(request, out, OwnWrites.refusal(), null);
        } else {
            Snapshot snapshot = current.get();
            Answer answer = new Reads(snapshot, Visibility.PUBLIC, false).dump(type.get());
            AnswerWriter.write(
                    request, out, answer, new AnswerWriter.Version(snapshot.version(), snapshot.time(), "P"));
        }
    }
}
