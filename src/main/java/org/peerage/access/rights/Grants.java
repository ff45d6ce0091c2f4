package org.peerage.access.rights;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An immutable set of grants, namespace pattern to {@link Permission} bits (docs/spec/access.md §1). Of the grants that
 * match a namespace or a prefix of it, the most specific alone counts, so a longer grant may take rights away: the
 * longest, and of two equally long the one that has an exact part where the other has {@code *}, from the left.
 */
public final class Grants {
    public static final Grants NONE = new Grants(Map.of());

    private static final int UNSET = -1;

    private final Map<String, Integer> bitsByPattern;
    private final Node root = new Node();

    private Grants(Map<String, Integer> bitsByPattern) {
        this.bitsByPattern = new TreeMap<>(bitsByPattern);
        this.bitsByPattern.forEach(root::put);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The bits of the most specific grant that matches the namespace or a prefix of it; 0 without one. */
    public int bitsFor(String namespace) {
        return bits(root.find(namespace, 0, 0, false));
    }

    /**
     * The bits of the most specific grant that matches the whole namespace; 0 without one. Things that are not for
     * everybody are read by these only: everybody reads {@code peeringdb.organization}, which is a prefix of all.
     */
    public int bitsForExactly(String namespace) {
        return bits(root.find(namespace, 0, 0, true));
    }

    /** The grant that decides about a namespace. */
    public record GrantMatch(String pattern, int bits) {}

    /** The grant whose bits {@link #bitsFor} gives: slower, for telling people why. */
    public Optional<GrantMatch> match(String namespace) {
        String[] parts = namespace.split("\\.", -1);
        return bitsByPattern.entrySet().stream()
                .filter(grant -> covers(grant.getKey().split("\\.", -1), parts))
                .max(Comparator.comparing((Map.Entry<String, Integer> grant) -> precision(grant.getKey())))
                .map(grant -> new GrantMatch(grant.getKey(), grant.getValue()));
    }

    private static boolean covers(String[] pattern, String[] parts) {
        for (int i = 0; i < pattern.length; i++) {
            if (i >= parts.length || !(pattern[i].equals(Namespace.ANY) || pattern[i].equals(parts[i]))) {
                return false;
            }
        }
        return true;
    }

    /** Greater for more parts; among as many, for an exact part where the other has any, from the left. */
    private static String precision(String pattern) {
        String[] parts = pattern.split("\\.", -1);
        StringBuilder text = new StringBuilder("%04d".formatted(parts.length));
        for (String part : parts) {
            text.append(part.equals(Namespace.ANY) ? '0' : '1');
        }
        return text.toString();
    }

    /** Patterns and their bits, sorted. */
    public Map<String, Integer> byPattern() {
        return Map.copyOf(bitsByPattern);
    }

    /** The grants that can show things of visibility Private or hide them again, as sorted text; empty without any. */
    public String ofPrivateThings() {
        StringBuilder text = new StringBuilder();
        bitsByPattern.forEach((pattern, bits) -> {
            if (new Namespace(pattern).isPrivate()) {
                text.append(pattern)
                        .append(' ')
                        .append(bits & Permission.READ.bit())
                        .append('\n');
            }
        });
        return text.toString();
    }

    private static int bits(int found) {
        return found == UNSET ? 0 : found & Node.BITS;
    }

    /** Collects grants; several for one pattern add up. */
    public static final class Builder {
        private final Map<String, Integer> bitsByPattern = new HashMap<>();

        private Builder() {}

        public Builder grant(Namespace pattern, int bits) {
            bitsByPattern.merge(pattern.text(), bits & Permission.ALL, (a, b) -> a | b);
            return this;
        }

        Builder grantAll(Grants other) {
            other.bitsByPattern.forEach((pattern, bits) -> grant(new Namespace(pattern), bits));
            return this;
        }

        public Grants build() {
            return bitsByPattern.isEmpty() ? NONE : new Grants(bitsByPattern);
        }
    }

    /** A part of the patterns. A search answers with its depth above four bits, so that the deeper one is greater. */
    private static final class Node {
        private static final int BITS = Permission.ALL;
        private static final int DEPTH_SHIFT = 4;
        private static final Node[] NO_CHILDREN = {};

        /** Up to this many children a scan without allocation beats a map that needs the part as a string. */
        private static final int FEW = 16;

        private String part = "";
        private int bits = UNSET;
        private Node[] children = NO_CHILDREN;
        private @Nullable Map<String, Node> many;
        private @Nullable Node any;

        private void put(String pattern, int granted) {
            Node node = this;
            for (String part : pattern.split("\\.", -1)) {
                node = node.childFor(part);
            }
            node.bits = granted;
        }

        private Node childFor(String name) {
            if (name.equals(Namespace.ANY)) {
                if (any == null) {
                    any = new Node();
                }
                return any;
            }
            Node known = child(name, 0, name.length());
            return known != null ? known : add(name);
        }

        private Node add(String name) {
            Node added = new Node();
            added.part = name;
            Node[] longer = Arrays.copyOf(children, children.length + 1);
            longer[children.length] = added;
            children = longer;
            if (children.length > FEW) {
                many = new HashMap<>();
                for (Node child : children) {
                    many.put(child.part, child);
                }
            }
            return added;
        }

        private @Nullable Node child(String namespace, int start, int end) {
            if (many != null) {
                return many.get(namespace.substring(start, end));
            }
            for (Node child : children) {
                if (child.part.length() == end - start && namespace.regionMatches(start, child.part, 0, end - start)) {
                    return child;
                }
            }
            return null;
        }

        private int find(String namespace, int start, int depth, boolean whole) {
            boolean ended = start > namespace.length();
            int here = bits == UNSET || (whole && !ended) ? UNSET : depth << DEPTH_SHIFT | bits;
            if (ended) {
                return here;
            }
            int dot = namespace.indexOf('.', start);
            int end = dot < 0 ? namespace.length() : dot;
            Node exact = child(namespace, start, end);
            int best = here;
            if (exact != null) {
                best = deeper(exact.find(namespace, end + 1, depth + 1, whole), best);
            }
            if (any != null) {
                best = deeper(any.find(namespace, end + 1, depth + 1, whole), best);
            }
            return best;
        }

        /** The later is taken only if it is deeper: exact parts are asked before {@code *}. */
        private static int deeper(int later, int best) {
            return later >> DEPTH_SHIFT > best >> DEPTH_SHIFT ? later : best;
        }
    }
}
