package org.peerage.snapshot;

import java.util.Arrays;
import java.util.zip.Deflater;

/**
 * One gzip stream (RFC 1952) from pieces that were compressed apart. Each piece ends at a byte boundary by a sync
 * flush and refers to nothing before itself, so pieces can follow each other in any order; the checksum of the whole
 * is computed from the checksums of the pieces.
 */
public final class Gzip {
    private static final int POLYNOMIAL = 0xEDB88320;
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private Gzip() {}

    static byte[] header() {
        return HEADER.clone();
    }

    /** The end of the stream: an empty last block, the checksum and the length, both modulo 2^32. */
    static byte[] trailer(int crc, long length) {
        byte[] end = new byte[10];
        end[0] = 3;
        end[1] = 0;
        for (int i = 0; i < 4; i++) {
            end[2 + i] = (byte) (crc >>> (8 * i));
            end[6 + i] = (byte) (length >>> (8 * i));
        }
        return end;
    }

    /** Compresses a piece, without header and trailer. */
    static byte[] piece(byte[] plain, int from, int length, int level) {
        Deflater deflater = new Deflater(level, true);
        try {
            deflater.setInput(plain, from, length);
            byte[] out = new byte[length / 3 + 64];
            int count = 0;
            while (true) {
                count += deflater.deflate(out, count, out.length - count, Deflater.SYNC_FLUSH);
                if (count < out.length) {
                    return Arrays.copyOf(out, count);
                }
                out = Arrays.copyOf(out, out.length * 2);
            }
        } finally {
            deflater.end();
        }
    }

    /** The checksum of two texts in a row, from theirs: CRC-32 is linear, zero bytes are a matrix over GF(2). */
    static int combine(int first, int second, long secondLength) {
        int[] power = new int[32];
        power[0] = POLYNOMIAL;
        for (int bit = 1; bit < 32; bit++) {
            power[bit] = 1 << (bit - 1);
        }
        power = square(square(power));
        int crc = first;
        for (long rest = secondLength; rest != 0; rest >>>= 1) {
            power = square(power);
            if ((rest & 1) != 0) {
                crc = times(power, crc);
            }
        }
        return crc ^ second;
    }

    private static int[] square(int[] matrix) {
        int[] squared = new int[32];
        for (int i = 0; i < 32; i++) {
            squared[i] = times(matrix, matrix[i]);
        }
        return squared;
    }

    private static int times(int[] matrix, int vector) {
        int sum = 0;
        for (int row = 0, rest = vector; rest != 0; row++, rest >>>= 1) {
            if ((rest & 1) != 0) {
                sum ^= matrix[row];
            }
        }
        return sum;
    }
}
