package org.peerage.ixf;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.peerage.net.Asn;
import org.peerage.schema.Row;

/** One outcome of comparing a feed with the registry. */
public sealed interface Step {

    /** Whose connection it is about. */
    Asn asn();

    String reason();

    /** The place in the feed; empty where the feed has nothing of it. */
    String pointer();

    /** A connection is missing, and the network lets exchanges add it. */
    record Add(Peering peering, String reason, String pointer) implements Step {
        @Override
        public Asn asn() {
            return peering.asn();
        }

        Propose proposed(Map<String, String> errors) {
            return new Propose(Kind.ADD, asn(), null, List.of(), peering, List.of(), reason, errors, pointer);
        }
    }

    /**
     * A connection is different, and the network lets exchanges change it.
     *
     * @param fields that differ
     * @param merged further rows whose addresses it takes over; they are deleted with it
     */
    record Modify(Row row, Peering peering, List<String> fields, List<Row> merged, String reason, String pointer)
            implements Step {
        public Modify {
            fields = List.copyOf(fields);
            merged = List.copyOf(merged);
        }

        @Override
        public Asn asn() {
            return peering.asn();
        }

        Propose proposed(Map<String, String> errors) {
            return new Propose(Kind.MODIFY, asn(), row, merged, peering, fields, reason, errors, pointer);
        }
    }

    /**
     * A connection is not there any more.
     *
     * @param reassigned whether the feed has its address for another network; then nobody's leave is asked
     */
    record Delete(Row row, Asn asn, boolean reassigned, String reason) implements Step {
        @Override
        public String pointer() {
            return "";
        }
    }

    /** What is proposed to a network. */
    enum Kind {
        ADD,
        MODIFY,
        DELETE;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * Something that the network has to decide, or that breaks a rule.
     *
     * @param row that is to be changed or deleted; null for a new one
     * @param merged further rows that would be deleted with it
     * @param peering as it should be; null: gone
     * @param errors by field, why it cannot be done as it is
     * @param listed as the feed has it, with what is not proposed; null: as {@code peering}
     * @param until when it is done in any case, for the address is another network's by the feed; null: it is the network's to decide
     */
    record Propose(
            Kind kind,
            Asn asn,
            @Nullable Row row,
            List<Row> merged,
            @Nullable Peering peering,
            List<String> fields,
            String reason,
            Map<String, String> errors,
            String pointer,
            @Nullable Peering listed,
            @Nullable Instant until)
            implements Step {
        public Propose {
            fields = List.copyOf(fields);
            merged = List.copyOf(merged);
            errors = Map.copyOf(errors);
        }

        Propose(
                Kind kind,
                Asn asn,
                @Nullable Row row,
                List<Row> merged,
                @Nullable Peering peering,
                List<String> fields,
                String reason,
                Map<String, String> errors,
                String pointer) {
            this(kind, asn, row, merged, peering, fields, reason, errors, pointer, null, null);
        }

        /** With what the feed says of it. */
        Propose listedAs(Peering as) {
            return new Propose(kind, asn, row, merged, peering, fields, reason, errors, pointer, as, until);
        }

        Propose until(@Nullable Instant end) {
            return new Propose(kind, asn, row, merged, peering, fields, reason, errors, pointer, listed, end);
        }

        /** With what stands against it besides. */
        Propose but(Map<String, String> further) {
            Map<String, String> all = new LinkedHashMap<>(further);
            all.putAll(errors);
            return new Propose(kind, asn, row, merged, peering, fields, reason, all, pointer, listed, until);
        }
    }

    /** The exchange's end of a connection is in another facility: the exchange alone knows. */
    record SetFacility(Row row, Asn asn, long facility, String pointer) implements Step {
        @Override
        public String reason() {
            return "The exchange's IX-F data names another facility for its end";
        }
    }

    /** The feed has an address of a family that the network says it does not use. */
    record Notice(Asn asn, long network, int family, String pointer) implements Step {
        @Override
        public String reason() {
            return "The exchange's IX-F data has an IPv" + family + " address, and the network does not use IPv"
                    + family;
        }
    }

    /** Something that is not imported. */
    record Ignore(Asn asn, String reason, String pointer) implements Step {}

    /** A step that is not taken before somebody has looked at it. */
    record Hold(Step step, String reason) implements Step {
        @Override
        public Asn asn() {
            return step.asn();
        }

        @Override
        public String pointer() {
            return step.pointer();
        }
    }
}
