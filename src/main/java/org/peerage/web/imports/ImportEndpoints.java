package org.peerage.web.imports;

import java.util.Objects;
import java.util.Optional;
import org.peerage.access.Permission;
import org.peerage.access.Throttled;
import org.peerage.ixf.Importer;
import org.peerage.ixf.Postmortem;
import org.peerage.ixf.Preview;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.Net;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** JSON about imports at {@code /import/}, for programs and pages (spec/ixf.md §7). */
public final class ImportEndpoints {
    private static final String JSON = "application/json";

    /** Answers by the path. */
    public Reply answer(Visit visit) {
        boolean ixf = visit.part(3).equals("ixf") && visit.part(5).isEmpty();
        String what = visit.part(4);
        if (!ixf || !visit.part(2).matches("[0-9]{1,18}")) {
            return new Reply.NotFound();
        }
        long id = Long.parseLong(visit.part(2));
        if (visit.part(1).equals("ixlan") && what.equals("preview")) {
            return previewOfExchange(visit, id);
        }
        if (visit.part(1).equals("net") && what.equals("preview")) {
            return previewOfNetwork(visit, id);
        }
        return visit.part(1).equals("net") && what.equals("postmortem") ? postmortem(visit, id) : new Reply.NotFound();
    }

    private static Reply previewOfExchange(Visit visit, long id) {
        Optional<Reply> tooMany = limited(
                visit.site().throttles().admitIxfPreview(visit.address()),
                "Please wait a bit before requesting another ixf import preview.");
        if (tooMany.isPresent()) {
            return tooMany.get();
        }
        Optional<Row> lan = find(visit, IxLan.TYPE, id);
        if (lan.isEmpty()) {
            return error(404, "Ixlan not found");
        }
        return may(visit, lan.get())
                ? json(200, visit.site().importer().preview(lan.get()).json())
                : error(403, "Permission denied");
    }

    private static Reply previewOfNetwork(Visit visit, long id) {
        Optional<Reply> tooMany = limited(
                visit.site().throttles().admitIxfPreview(visit.address()),
                "Please wait a bit before requesting another ixf import preview.");
        if (tooMany.isPresent()) {
            return tooMany.get();
        }
        Optional<Row> network = find(visit, Net.TYPE, id);
        if (network.isEmpty()) {
            return error(404, "Network not found");
        }
        if (!may(visit, network.get())) {
            return error(403, "Permission denied");
        }
        Importer importer = visit.site().importer();
        return json(
                200,
                Preview.json(importer.importingLans(network.get()).stream()
                        .map(lan -> importer.cached(lan, network.get().get(Net.ASN)))
                        .toList()));
    }

    private static Reply postmortem(Visit visit, long id) {
        Optional<Reply> tooMany = limited(
                visit.site().throttles().admitIxfPostmortem(visit.address()),
                "Please wait a bit before requesting another IX-F import postmortem.");
        if (tooMany.isPresent()) {
            return tooMany.get();
        }
        Optional<Row> network = find(visit, Net.TYPE, id);
        if (network.isEmpty()) {
            return error(404, "Network not found");
        }
        return may(visit, network.get())
                ? json(
                        200,
                        Postmortem.json(
                                visit.site().importer().store(), network.get().get(Net.ASN), visit.value("limit")))
                : error(403, "Permission denied");
    }

    private static Optional<Row> find(Visit visit, ObjectType type, long id) {
        return Optional.ofNullable(visit.snapshot().find(type, id)).filter(Row::isOk);
    }

    private static boolean may(Visit visit, Row row) {
        return visit.caller()
                .may(Permission.UPDATE, Objects.requireNonNull(row.type().namespace(row, visit.snapshot())));
    }

    private static Optional<Reply> limited(Optional<Throttled> throttled, String message) {
        return throttled.map(any -> error(400, message));
    }

    private static Reply error(int status, String message) {
        return json(status, "{\"non_field_errors\": [\"" + message + "\"]}");
    }

    private static Reply json(int status, String text) {
        return Reply.Bytes.of(status, JSON, text);
    }
}
