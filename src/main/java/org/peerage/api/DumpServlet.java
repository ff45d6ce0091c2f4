package org.peerage.api;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.peerage.registry.types.Types;
import org.peerage.schema.ObjectType;
import org.peerage.snapshot.Sight;
import org.peerage.snapshot.Snapshot;

/** The full dumps beside the API that clients start from: {@code /<tag>-0.json}, what everybody may see. */
public final class DumpServlet extends HttpServlet {
    private static final String SUFFIX = "-0.json";

    private final transient Supplier<Snapshot> current;
    private final transient Gate gate;
    private final transient OwnWrites ownWrites;

    public DumpServlet(Supplier<Snapshot> current, Gate gate, OwnWrites ownWrites) {
        this.current = current;
        this.gate = gate;
        this.ownWrites = ownWrites;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("X-Request-Id", RequestIds.of(request));
        response.setHeader("Vary", "Accept-Encoding");
        String path = request.getServletPath();
        Optional<ObjectType> type = path.endsWith(SUFFIX)
                ? Types.byTag(path.substring(1, path.length() - SUFFIX.length()))
                : Optional.empty();
        if (type.isEmpty()) {
            AnswerWriter.write(request, response, Pages.notFound(), null);
            return;
        }
        if (gate.admit(request) instanceof Admission.Refused(Answer refusal, boolean _)) {
            AnswerWriter.write(request, response, refusal, null);
            return;
        }
        if (!ownWrites.areHere(request)) {
            AnswerWriter.write(request, response, OwnWrites.refusal(), null);
            return;
        }
        Snapshot snapshot = current.get();
        Answer answer = new Reads(snapshot, Sight.PUBLIC, false).dump(type.get());
        AnswerWriter.write(
                request, response, answer, new AnswerWriter.Version(snapshot.version(), snapshot.time(), "P"));
    }
}
