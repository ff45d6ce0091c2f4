package org.peerage.api.handlers;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Optional;
import org.peerage.api.AccessDecision;
import org.peerage.api.ApiRequest;
import org.peerage.api.ApiResponse;
import org.peerage.api.RequestFilter;
import org.peerage.api.WireResponse;
import org.peerage.api.responses.FileResponse;
import org.peerage.api.responses.FixedResponses;
import org.peerage.api.responses.GuardedResponse;
import org.peerage.api.responses.ResponseWriter;
import org.peerage.copies.CopyFolder;

/** The files that copies are kept from (docs/spec/record.md §4): what everybody may see, for CDNs to keep. */
public final class CopyFileHandler {
    private static final Map<CopyFolder.FileKind, String> CACHES = Map.of(
            CopyFolder.FileKind.IMMUTABLE,
            "public, max-age=31536000, immutable",
            CopyFolder.FileKind.NOTIFICATION,
            "public, max-age=10, stale-while-revalidate=30, stale-if-error=86400",
            CopyFolder.FileKind.DOWNLOAD,
            "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400");

    private static final Map<String, String> TYPES = Map.of(
            "gz", "application/gzip",
            "zst", "application/zstd",
            "zip", "application/zip",
            "json", "application/json",
            "jose", "application/jose",
            "pem", "application/x-pem-file");

    private final Optional<CopyFolder> folder;
    private final RequestFilter requestFilter;

    /**
     * Answers with the files of a folder.
     *
     * @param folder empty: there are none
     */
    public CopyFileHandler(Optional<CopyFolder> folder, RequestFilter requestFilter) {
        this.folder = folder;
        this.requestFilter = requestFilter;
    }

    /** The answer at an address of a file; never fails. */
    public WireResponse handle(ApiRequest request) {
        request.named("/copies");
        return GuardedResponse.of(request, (asked, requestId, out) -> handle(asked, out));
    }

    private void handle(ApiRequest request, WireResponse out) throws IOException {
        out.add("Access-Control-Allow-Origin", "*");
        Optional<CopyFolder.CopyFile> file = folder.flatMap(files -> files.find(request.path()));
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            ResponseWriter.write(request, out, ApiResponse.empty(405).with("Allow", "GET, HEAD"), null);
        } else if (requestFilter.admit(request) instanceof AccessDecision.Denied(ApiResponse refusal, boolean _)) {
            ResponseWriter.write(request, out, refusal, null);
        } else if (file.isEmpty()) {
            ResponseWriter.write(request, out, FixedResponses.notFound(), null);
        } else {
            write(request, out, file.get());
        }
    }

    private static void write(ApiRequest request, WireResponse out, CopyFolder.CopyFile file) throws IOException {
        String name = String.valueOf(file.path().getFileName());
        String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
        try {
            FileResponse.OpenFile opened = FileResponse.open(file.path());
            FileResponse.write(
                    request,
                    out,
                    opened,
                    new FileResponse.FileHeaders(
                            type, String.valueOf(CACHES.get(file.kind())), entityTag(file, opened)));
        } catch (NoSuchFileException gone) {
            ResponseWriter.write(request, out, FixedResponses.notFound(), null);
        }
    }

    private static String entityTag(CopyFolder.CopyFile file, FileResponse.OpenFile opened) {
        if (file.kind() == CopyFolder.FileKind.IMMUTABLE) {
            return "\"" + file.path().getFileName() + "\"";
        }
        return "\"" + Long.toString(opened.bytes().remaining(), 36) + "-"
                + Long.toString(opened.modified().toEpochMilli(), 36) + "\"";
    }
}
