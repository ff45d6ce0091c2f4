package org.peerage.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.util.List;
import java.util.Locale;

/**
 * Parses requests one at a time: what comes behind one waits until {@link Http1Handler} wants it. Stricter than Netty's, which joins header
 * lines that are folded (RFC 9112 §5.2): servers in front have read them in other ways.
 */
final class Http1Decoder extends HttpRequestDecoder {
    private static final HttpDecoderConfig CONFIG = new HttpDecoderConfig()
            .setMaxInitialLineLength(ServerLimits.MAX_REQUEST_LINE)
            .setMaxHeaderSize(ServerLimits.MAX_HEADERS)
            .setInitialBufferSize(512)
            .setMaxChunkSize(ServerLimits.BODY_WINDOW / 4);

    private final Http1Handler handler;
    private int wordEnd;
    /** Whether the request line of the head is behind. */
    private boolean lineRead;

    private boolean decoding;

    Http1Decoder(Http1Handler handler) {
        super(CONFIG);
        this.handler = handler;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (handler.isLingering() && message instanceof ByteBuf bytes) {
            handler.dropped(bytes.readableBytes());
            bytes.release();
        } else {
            boolean isOuter = !decoding;
            decoding = true;
            try {
                super.channelRead(ctx, message);
            } finally {
                decoding = !isOuter;
            }
        }
    }

    /** What waits behind a request that is being answered is still to be parsed: so nothing is dropped here. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        ctx.fireUserEventTriggered(event);
    }

    /** Whether it goes on by itself. */
    boolean isDecoding() {
        return decoding;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (handler.isLingering()) {
            handler.dropped(in.readableBytes());
            in.skipBytes(in.readableBytes());
            return;
        }
        if (!handler.wantsInput()) {
            return;
        }
        boolean isHead = handler.awaitsHead();
        if (isHead) {
            int folded = foldedLine(in);
            if (folded >= 0) {
                refuse(folded, ctx, in, out);
                return;
            }
        }
        super.decode(ctx, in, out);
        if (!out.isEmpty()) {
            lineRead = false;
        } else if (isHead) {
            handler.headBegun();
        }
    }

    /** What is wrong before the folded line is told first, however the bytes were cut. */
    private void refuse(int folded, ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        int end = in.writerIndex();
        if (folded > in.readerIndex()) {
            super.decode(ctx, in.writerIndex(folded), out);
        }
        in.writerIndex(end).skipBytes(in.readableBytes());
        if (out.isEmpty()) {
            out.add(Http1Rules.malformed("a header line is folded"));
        }
    }

    /** Where a line of the head begins with white space; -1: nowhere. Lines that are whole are taken out of the buffer one by one. */
    private int foldedLine(ByteBuf in) {
        int at = in.readerIndex();
        int end = in.writerIndex();
        while (!lineRead && at < end && isLineEnd(in.getByte(at))) {
            at++; // empty lines before a request are skipped (RFC 9112 §2.2)
        }
        while (at < end) {
            byte first = in.getByte(at);
            if (first == ' ' || first == '\t') {
                return at;
            }
            int line = in.indexOf(at, end, (byte) '\n');
            if (line < 0 || line == at || (line == at + 1 && first == '\r')) {
                return -1;
            }
            at = line + 1;
        }
        return -1;
    }

    private static boolean isLineEnd(byte b) {
        return b == '\r' || b == '\n';
    }

    /** Goes on with what is there already. */
    void resume(ChannelHandlerContext ctx) throws Exception {
        if (!decoding) {
            channelRead(ctx, Unpooled.EMPTY_BUFFER);
        }
    }

    /** Bytes that are read and not parsed. */
    int buffered() {
        return actualReadableBytes();
    }

    @Override
    protected String splitFirstWordInitialLine(byte[] line, int start, int length) {
        wordEnd = start + length;
        return super.splitFirstWordInitialLine(line, start, length);
    }

    @Override
    protected String splitSecondWordInitialLine(byte[] line, int start, int length) {
        checkSpace(line, start);
        wordEnd = start + length;
        return super.splitSecondWordInitialLine(line, start, length);
    }

    @Override
    protected String splitThirdWordInitialLine(byte[] line, int start, int length) {
        checkSpace(line, start);
        return super.splitThirdWordInitialLine(line, start, length);
    }

    /** Between two words of a request line there is one space (RFC 9112 §3). */
    private void checkSpace(byte[] line, int start) {
        if (start != wordEnd + 1 || line[wordEnd] != ' ') {
            throw new IllegalArgumentException("more than a space in the request line");
        }
    }

    @Override
    protected HttpMessage createMessage(String[] line) throws Exception {
        String version = line[2];
        if (!version.startsWith("HTTP/")) { // in capitals (RFC 9112 §2.3)
            boolean isMeant =
                    version.isEmpty() || version.toUpperCase(Locale.ROOT).contains("HTTP/");
            throw isMeant
                    ? new IllegalArgumentException("no version of HTTP")
                    : new Http1Rules.OtherProtocolException();
        }
        lineRead = true;
        return super.createMessage(line);
    }
}
