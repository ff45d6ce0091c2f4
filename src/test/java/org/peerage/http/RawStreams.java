package org.peerage.http;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A connection of HTTP/2 on which a test does what no client would (RFC 9113; headers without Huffman and dynamic table, RFC 7541). */
final class RawStreams implements AutoCloseable {
    static final int GOAWAY = 7;

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int WINDOW_UPDATE = 8;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int ACK = 1;
    private static final int CANCEL = 8;

    private final Socket socket;
    private final OutputStream out;
    private final DataInputStream in;
    private int lastStream = -1;

    /** What came. */
    record Frame(int type, int flags, int stream, int length) {
        boolean isLast() {
            return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
        }

        boolean isReset() {
            return type == RST_STREAM;
        }
    }

    RawStreams(String url) throws IOException {
        URI uri = URI.create(url);
        socket = new Socket(uri.getHost(), uri.getPort());
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        out = new BufferedOutputStream(socket.getOutputStream());
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.write(frame(SETTINGS, 0, 0, new byte[0]));
    }

    /** Asks, once it is flushed or read, and tells the number of the stream. */
    int ask(String path) throws IOException {
        return ask(path, "h");
    }

    /** Asks of a host; empty: of none. */
    int ask(String path, String authority) throws IOException {
        byte[] plain = path.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer block = ByteBuffer.allocate(plain.length + authority.length() + 16)
                .put((byte) 0x82) // :method GET
                .put((byte) 0x86) // :scheme http
                .put((byte) 0x04) // :path
                .put((byte) plain.length)
                .put(plain);
        if (!authority.isEmpty()) {
            block.put((byte) 0x01) // :authority
                    .put((byte) authority.length())
                    .put(authority.getBytes(StandardCharsets.US_ASCII));
        }
        return send(block);
    }

    /** Begins a request whose body does not come. */
    int begin(String path) throws IOException {
        byte[] plain = path.getBytes(StandardCharsets.US_ASCII);
        return send(
                ByteBuffer.allocate(plain.length + 32)
                        .put(new byte[] {(byte) 0x83, (byte) 0x86, 0x04, (byte) plain.length}) // POST, http, :path
                        .put(plain)
                        .put(new byte[] {0x01, 1, 'h'}),
                END_HEADERS);
    }

    /** {@code OPTIONS *}. */
    int askAboutServer() throws IOException {
        return send(ByteBuffer.allocate(32)
                .put((byte) 0x02) // :method
                .put((byte) 7)
                .put("OPTIONS".getBytes(StandardCharsets.US_ASCII))
                .put(new byte[] {(byte) 0x86, 0x04, 1, '*', 0x01, 1, 'h'}));
    }

    /** Asks for a tunnel, by a method that has no path. */
    int connect() throws IOException {
        return send(ByteBuffer.allocate(32)
                .put((byte) 0x02) // :method
                .put((byte) 7)
                .put("CONNECT".getBytes(StandardCharsets.US_ASCII))
                .put(new byte[] {0x01, 1, 'h'})); // :authority
    }

    private int send(ByteBuffer block) throws IOException {
        return send(block, END_STREAM | END_HEADERS);
    }

    private int send(ByteBuffer block, int flags) throws IOException {
        lastStream += 2;
        byte[] headers = new byte[block.position()];
        block.flip().get(headers);
        out.write(frame(HEADERS, flags, lastStream, headers));
        return lastStream;
    }

    void reset(int stream) throws IOException {
        out.write(frame(RST_STREAM, 0, stream, number(CANCEL)));
    }

    /** Lets more bytes come on a stream; 0: on the connection. */
    void widen(int stream, int bytes) throws IOException {
        out.write(frame(WINDOW_UPDATE, 0, stream, number(bytes)));
    }

    /** Sends what was written. */
    void flush() throws IOException {
        out.flush();
    }

    /** Sends what was written, and reads the next frame that is not about settings; empty once the other end has closed. */
    Optional<Frame> read() throws IOException {
        try {
            while (true) {
                out.flush();
                int head = in.readInt();
                Frame frame =
                        new Frame(head & 0xff, in.readUnsignedByte(), in.readInt() & Integer.MAX_VALUE, head >>> 8);
                in.skipNBytes(frame.length);
                if (frame.type != SETTINGS) {
                    return Optional.of(frame);
                }
                if ((frame.flags & ACK) == 0) {
                    out.write(frame(SETTINGS, ACK, 0, new byte[0]));
                }
            }
        } catch (EOFException | SocketException closed) {
            return Optional.empty();
        }
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .putInt(payload.length << 8 | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
