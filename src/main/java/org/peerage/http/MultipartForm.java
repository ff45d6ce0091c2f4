package org.peerage.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpPostMultipartRequestDecoder;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.peerage.api.ApiRequest;

/** Reads {@code multipart/form-data} (RFC 7578), in memory. */
final class MultipartForm {
    /** Fields of one form. Permissions of an organization with thousands of objects are one form. */
    private static final int MAX_FIELDS = 50_000;

    private MultipartForm() {}

    static ApiRequest.Form read(ApiRequest request, int maxBytes) throws IOException {
        String type = request.header("Content-Type");
        if (request.contentLength() > maxBytes) {
            return new ApiRequest.Form.TooLarge();
        }
        byte[] body = request.body().readNBytes(maxBytes + 1);
        if (body.length > maxBytes) {
            return new ApiRequest.Form.TooLarge();
        }
        if (type == null) {
            return new ApiRequest.Form.Malformed();
        }
        HttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/");
        head.headers().set(HttpHeaderNames.CONTENT_TYPE, type);
        try {
            return parts(head, body);
        } catch (HttpPostRequestDecoder.TooManyFormFieldsException
                | HttpPostRequestDecoder.TooLongFormFieldException tooMuch) {
            return new ApiRequest.Form.TooLarge();
        } catch (RuntimeException malformed) {
            // The decoder's own exceptions, and those of the charsets, boundaries and encodings that a client can name.
            return new ApiRequest.Form.Malformed();
        }
    }

    private static ApiRequest.Form parts(HttpRequest head, byte[] body) throws IOException {
        HttpPostMultipartRequestDecoder decoder = new HttpPostMultipartRequestDecoder(
                new DefaultHttpDataFactory(false), head, StandardCharsets.UTF_8, MAX_FIELDS, 0);
        ByteBuf bytes = Unpooled.wrappedBuffer(body);
        try {
            decoder.offer(new DefaultLastHttpContent(bytes));
            List<ApiRequest.FormField> fields = new ArrayList<>();
            List<ApiRequest.FormFile> files = new ArrayList<>();
            for (InterfaceHttpData data : decoder.getBodyHttpDatas()) {
                if (data instanceof FileUpload file) {
                    files.add(new ApiRequest.FormFile(file.getName(), file.getFilename(), file.get()));
                } else if (data instanceof Attribute attribute) {
                    fields.add(new ApiRequest.FormField(attribute.getName(), attribute.getValue()));
                }
            }
            return decoder.currentPartialHttpData() == null
                    ? new ApiRequest.Form.Fields(fields, files)
                    : new ApiRequest.Form.Malformed();
        } finally {
            decoder.destroy();
            bytes.release();
        }
    }
}
