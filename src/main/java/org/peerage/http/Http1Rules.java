package org.peerage.http;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.NetUtil;
import java.util.List;

/** What a request in HTTP/1 must be beyond what the parser sees to (RFC 9112 §2 to §7): what two servers could read in two ways is refused. */
final class Http1Rules {
    static final int VALID = 0;
    /** What comes is not HTTP/1: an answer in it would not be understood (RFC 9113 §3.4: an invalid preface). */
    static final int CLOSE = -1;

    private static final int BAD_REQUEST = 400;
    private static final int URI_TOO_LONG = 414;
    private static final int EXPECTATION_FAILED = 417;
    private static final int HEADERS_TOO_LARGE = 431;
    private static final int VERSION_NOT_SUPPORTED = 505;
    private static final int MAX_PORT_DIGITS = 5;
    private static final int MAX_PORT = 0xFFFF;

    private Http1Rules() {}

    /** The first line has three words, and the last names no version of HTTP. */
    static final class OtherProtocolException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        OtherProtocolException() {
            super("not HTTP");
        }
    }

    /** The status with which a request is refused; {@link #VALID}: it is not. */
    static int check(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            Throwable cause = request.decoderResult().cause();
            if (cause instanceof OtherProtocolException) {
                return CLOSE;
            }
            return cause instanceof TooLongHttpLineException
                    ? URI_TOO_LONG
                    : cause instanceof TooLongHttpHeaderException ? HEADERS_TOO_LARGE : BAD_REQUEST;
        }
        HttpVersion version = request.protocolVersion();
        boolean is11 = version.equals(HttpVersion.HTTP_1_1);
        if (!is11 && !version.equals(HttpVersion.HTTP_1_0)) {
            return VERSION_NOT_SUPPORTED;
        }
        HttpHeaders headers = request.headers();
        if (!isTarget(request.method().name(), request.uri())
                || !isHost(headers, is11)
                || !isFramed(headers, is11)
                || isWebSocketDraft(headers)) {
            return BAD_REQUEST;
        }
        String expectation = headers.get(HttpHeaderNames.EXPECT);
        return expectation == null || expectation.equalsIgnoreCase("100-continue") ? VALID : EXPECTATION_FAILED;
    }

    /** A request that stands for one that cannot be read. */
    static HttpRequest malformed(String reason) {
        HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
        request.setDecoderResult(DecoderResult.failure(new IllegalArgumentException(reason)));
        return request;
    }

    /** {@code OPTIONS *} (RFC 9112 §3.2.4). */
    static boolean isAboutServer(String method, String target) {
        return target.equals("*") && method.equals("OPTIONS");
    }

    /** A path or a whole URL, without control characters. */
    static boolean isTarget(String method, String target) {
        if (isAboutServer(method, target)) {
            return true;
        }
        if (!target.startsWith("/")) {
            int host = target.regionMatches(true, 0, "http://", 0, 7)
                    ? 7
                    : target.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
            if (host < 0 || !isHost(target.substring(host, Exchange.authorityEnd(target, host)))) {
                return false;
            }
        }
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c == 0x7F || c == '#') {
                return false;
            }
        }
        return true;
    }

    private static boolean isHost(HttpHeaders headers, boolean isNeeded) {
        List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        return hosts.isEmpty() ? !isNeeded : hosts.size() == 1 && isHost(hosts.getFirst());
    }

    /** A name (without escapes), an IPv4 address, or an IPv6 address in brackets, and perhaps a port (RFC 3986 §3.2.2). */
    static boolean isHost(String host) {
        boolean isBracketed = host.startsWith("[");
        int end = isBracketed ? host.indexOf(']') + 1 : host.indexOf(':');
        if (isBracketed && end == 0) {
            return false;
        }
        int nameEnd = end < 0 ? host.length() : end;
        for (int i = isBracketed ? 1 : 0; i < (isBracketed ? nameEnd - 1 : nameEnd); i++) {
            char c = host.charAt(i);
            boolean isAllowed = isBracketed
                    ? Character.digit(c, 16) >= 0 || c == ':' || c == '.'
                    : (c < 0x7F && Character.isLetterOrDigit(c)) || "-._~!$&'()*+,;=".indexOf(c) >= 0;
            if (!isAllowed) {
                return false;
            }
        }
        boolean isNamed = isBracketed ? NetUtil.isValidIpV6Address(host.substring(1, nameEnd - 1)) : nameEnd > 0;
        return isNamed && (nameEnd == host.length() || isPort(host, nameEnd));
    }

    private static boolean isPort(String host, int colon) {
        int digits = host.length() - colon - 1;
        int port = 0;
        for (int i = colon + 1; i < host.length() && digits <= MAX_PORT_DIGITS; i++) {
            char c = host.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
            port = port * 10 + c - '0';
        }
        return host.charAt(colon) == ':' && digits <= MAX_PORT_DIGITS && port <= MAX_PORT;
    }

    /** Netty reads eight bytes behind the head of a handshake as drafts of WebSocket had it, which no other server takes for a body. */
    private static boolean isWebSocketDraft(HttpHeaders headers) {
        return headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY1);
    }

    /** One length of digits, or one coding, which is {@code chunked}; the parser has refused both at once. */
    private static boolean isFramed(HttpHeaders headers, boolean is11) {
        if (!headers.contains(HttpHeaderNames.CONTENT_LENGTH) && !headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            return true;
        }
        List<String> lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
        List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (!codings.isEmpty()) {
            return is11
                    && lengths.isEmpty()
                    && codings.size() == 1
                    && codings.getFirst().equalsIgnoreCase("chunked");
        }
        return lengths.isEmpty()
                || (lengths.size() == 1
                        && !lengths.getFirst().isEmpty()
                        && lengths.getFirst().chars().allMatch(c -> c >= '0' && c <= '9'));
    }
}
