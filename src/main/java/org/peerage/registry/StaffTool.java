package org.peerage.registry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.peerage.net.IpPrefix;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.RegistryStore;

/**
 * What staff does to many objects at once (docs/spec/operations.md §3, §6.5), on a page or from the shell: each is one write that
 * can be tried before and undone afterwards.
 */
public enum StaffTool {
    MERGE_FACILITIES("merge-facilities", "target", "sources") {
        @Override
        public Plan prepare(Map<String, String> inputs, Snapshot snapshot) {
            return merge(Fac.TYPE, inputs);
        }
    },
    MERGE_EXCHANGES("merge-exchanges", "target", "sources") {
        @Override
        public Plan prepare(Map<String, String> inputs, Snapshot snapshot) {
            return merge(Ix.TYPE, inputs);
        }
    },
    RENUMBER("renumber", "exchange", "from", "to") {
        @Override
        public Plan prepare(Map<String, String> inputs, Snapshot snapshot) {
            Optional<IpPrefix> from = IpPrefix.parse(input(inputs, "from"));
            Optional<IpPrefix> to = IpPrefix.parse(input(inputs, "to"));
            List<Long> exchange = ids(input(inputs, "exchange"));
            if (from.isEmpty() || to.isEmpty() || exchange.size() != 1) {
                return Plan.refused("Name an exchange and two prefixes such as 192.0.2.0/24.");
            }
            return Plan.of(new Operation.Renumber(exchange.getFirst(), from.get(), to.get()));
        }
    },
    REPLACE("replace", "type", "field", "search", "replacement") {
        @Override
        public Plan prepare(Map<String, String> inputs, Snapshot snapshot) {
            return replacements(inputs, snapshot);
        }
    };

    /** Rows that one replacement changes at most. */
    public static final int MAX_REPLACED = 500;

    private static final int MAX_PATTERN = 200;
    /** Letters that an expression looks at, of one text and of all. */
    private static final int MAX_STEPS = 100_000;

    private static final int MAX_ALL_STEPS = 200_000_000;
    private static final int MAX_TEXT = 100_000;

    private final String toolName;
    private final String inputs;

    StaffTool(String toolName, String... inputs) {
        this.toolName = toolName;
        this.inputs = String.join(" ", inputs);
    }

    /**
     * What is to be done.
     *
     * @param problem what is wrong with the inputs; empty: nothing
     */
    public record Plan(List<Operation> operations, String problem) {
        public Plan {
            operations = List.copyOf(operations);
        }

        static Plan of(Operation operation) {
            return new Plan(List.of(operation), "");
        }

        static Plan refused(String problem) {
            return new Plan(List.of(), problem);
        }
    }

    public static Optional<StaffTool> byName(String name) {
        return Arrays.stream(values())
                .filter(tool -> tool.toolName.equals(name))
                .findFirst();
    }

    /** Its name in addresses and on the command line. */
    public String toolName() {
        return toolName;
    }

    /** The names of what it has to be told. */
    public List<String> inputs() {
        return List.of(inputs.split(" "));
    }

    /** What these inputs mean now. */
    public abstract Plan prepare(Map<String, String> inputs, Snapshot snapshot);

    /** What happens in the same transaction as a plan. */
    public static QueuedWrite.InTransaction alongside(Plan plan, RegistryStore store) {
        return moment -> {
            for (Operation operation : plan.operations) {
                if (operation instanceof Operation.MergeObjects(ObjectType type, List<Long> sources, long target)) {
                    store.noteMerge(moment.connection(), type, sources, target);
                }
            }
        };
    }

    private static String input(Map<String, String> inputs, String name) {
        return inputs.getOrDefault(name, "").strip();
    }

    private static List<Long> ids(String text) {
        return Arrays.stream(text.split("[\\s,]+"))
                .filter(Predicate.not(String::isEmpty))
                .map(id -> id.matches("[0-9]{1,18}") ? Long.parseLong(id) : 0L)
                .toList();
    }

    private static Plan merge(ObjectType type, Map<String, String> inputs) {
        List<Long> target = ids(input(inputs, "target"));
        return target.size() == 1
                ? Plan.of(new Operation.MergeObjects(type, ids(input(inputs, "sources")), target.getFirst()))
                : Plan.refused("Name the one that stays, and those that go into it.");
    }

    private static Plan replacements(Map<String, String> inputs, Snapshot snapshot) {
        Optional<ObjectType> type = ObjectTypes.byName(input(inputs, "type"));
        Optional<? extends Field<?>> field = type.flatMap(known -> known.field(input(inputs, "field")));
        if (type.isEmpty()
                || field.isEmpty()
                || field.get().isReadOnly()
                || field.get().isHidden()) {
            return Plan.refused("Name a type such as net, and a field of it that can be edited, such as website.");
        }
        String search = input(inputs, "search");
        Pattern pattern;
        try {
            pattern = search.equals("*") ? Pattern.compile("(?s).*") : Pattern.compile(search);
        } catch (PatternSyntaxException unreadable) {
            return Plan.refused("What to search for is no regular expression: " + unreadable.getDescription());
        }
        if (search.isEmpty() || search.length() > MAX_PATTERN) {
            return Plan.refused("Say what to search for, in at most " + MAX_PATTERN + " characters.");
        }
        return replacements(field.get(), pattern, inputs.getOrDefault("replacement", ""), snapshot);
    }

    private static Plan replacements(Field<?> field, Pattern pattern, String replacement, Snapshot snapshot) {
        List<Operation> updates = new ArrayList<>();
        AtomicInteger left = new AtomicInteger(MAX_ALL_STEPS);
        try {
            snapshot.forEach(field.owner(), row -> {
                if (row.isActive() && updates.size() <= MAX_REPLACED && row.find(field) instanceof String text) {
                    Matcher matcher = pattern.matcher(new BoundedText(text, left));
                    String replaced = pattern.pattern().equals("(?s).*") ? replacement : replaced(matcher, replacement);
                    if (!replaced.equals(text)) {
                        updates.add(new Operation.ReplaceText(row.type(), row.id(), field, text, replaced));
                    }
                }
            });
        } catch (TextTooLongException endless) {
            return Plan.refused("A text would become longer than " + MAX_TEXT + " characters.");
        } catch (TooManyStepsException | StackOverflowError endless) {
            return Plan.refused("The regular expression takes too long. Please write it more simply.");
        } catch (IllegalArgumentException | IndexOutOfBoundsException badReplacement) {
            return Plan.refused("The replacement names a group that the regular expression does not have.");
        }
        if (updates.isEmpty()) {
            return Plan.refused("No active " + field.owner().typeName() + " has such a value.");
        }
        return updates.size() > MAX_REPLACED
                ? Plan.refused("More than " + MAX_REPLACED + " rows would change. Please search for less.")
                : new Plan(updates, "");
    }

    /** No longer than any field is, whatever a replacement of each letter comes to. */
    private static String replaced(Matcher matcher, String replacement) {
        StringBuilder replaced = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(replaced, replacement);
            if (replaced.length() > MAX_TEXT) {
                throw new TextTooLongException();
            }
        }
        return matcher.appendTail(replaced).toString();
    }

    /** A replacement came to more than any field takes. */
    private static final class TextTooLongException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** A regular expression may take exponential time; this ends it. */
    private static final class TooManyStepsException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static final class BoundedText implements CharSequence {
        private final String text;
        private final AtomicInteger leftForAll;
        private int left = MAX_STEPS;

        BoundedText(String text, AtomicInteger leftForAll) {
            this.text = text;
            this.leftForAll = leftForAll;
        }

        @Override
        public char charAt(int index) {
            if (--left < 0 || leftForAll.decrementAndGet() < 0) {
                throw new TooManyStepsException();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
