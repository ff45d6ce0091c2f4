package org.peerage.api.responses;

import java.io.IOException;
import org.peerage.api.ApiRequest;
import org.peerage.api.ApiResponse;
import org.peerage.api.StoreUnreachableException;
import org.peerage.api.WireResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way out of the API: whatever happens, something is answered, and a bug has an id that is in the log. */
public final class GuardedResponse {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedResponse.class);

    private GuardedResponse() {}

    /** Puts an answer into what goes out. */
    public interface ResponseTask {
        void run(ApiRequest request, String requestId, WireResponse out) throws IOException;
    }

    /** What goes out under a name of the request; where answering fails, what tells so. */
    public static WireResponse of(ApiRequest request, ResponseTask answering) {
        String requestId = request.id();
        WireResponse out = newResponse(requestId);
        try {
            answering.run(request, requestId, out);
            return out;
        } catch (StoreUnreachableException unreachable) {
            LOG.warn("request {}: the database does not answer: {}", requestId, unreachable.getMessage());
            return failed(
                    request,
                    requestId,
                    ApiResponse.error(503, "the database does not answer now").with("Retry-After", "5"));
        } catch (IOException unread) {
            LOG.debug("request {} was not read: {}", requestId, unread.toString());
            return failed(request, requestId, ApiResponse.error(400, "The request could not be read to its end"));
        } catch (RuntimeException | StackOverflowError bug) {
            LOG.error("request {} failed: {} {}", requestId, request.method(), request.rawPath(), bug);
            return failed(
                    request, requestId, ApiResponse.error(500, "Internal error; it is in the log under " + requestId));
        }
    }

    private static WireResponse newResponse(String requestId) {
        WireResponse out = new WireResponse();
        out.add("X-Request-Id", requestId);
        return out;
    }

    private static WireResponse failed(ApiRequest request, String requestId, ApiResponse response) {
        WireResponse out = newResponse(requestId);
        ResponseWriter.write(request, out, response, null);
        return out;
    }
}
