package org.peerage.web.objects;

import java.util.List;
import java.util.Optional;

/**
 * A form for an object.
 *
 * @param url where it is posted to
 * @param cancelUrl where one goes who changes their mind
 * @param submit the word on its button
 * @param baseVersion the version of the registry that its values are of; 0 for a new object
 * @param problems what is wrong and belongs to no field
 * @param wrong the fields that are wrong, for the list at the top
 * @param meanwhile what others changed since the form was made
 * @param preconditions what is missing, whatever is typed
 * @param lan of a new connection: what is known of the exchange
 */
public record FormView(
        String title,
        String url,
        String cancelUrl,
        String submit,
        long baseVersion,
        List<String> problems,
        List<FieldView> wrong,
        List<FieldDifference> meanwhile,
        List<GroupView> groups,
        List<Precondition> preconditions,
        Optional<LanView> lan) {

    /** Something that has to be done first, and where; {@code url} may be empty. */
    public record Precondition(String text, String url) {}

    /** Fields under a common heading. */
    public record GroupView(String title, List<FieldView> fields) {}

    /** What kind of control it is. */
    public enum ControlType {
        TEXT,
        LONG_TEXT,
        CHECKBOX,
        CHECKBOXES,
        SELECT,
        LINKS,
        PICK
    }

    /**
     * A field.
     *
     * @param type of an input, such as {@code url}
     * @param values as they were typed, or are stored; of links: service and identifier in turn
     * @param problem may be empty
     * @param meanwhile what it was changed to by others; empty where it was not
     * @param maxLength the most characters; 0: any number
     * @param first whether the cursor goes there
     * @param source what a pick is chosen from, such as {@code fac}
     */
    public record FieldView(
            String name,
            String label,
            String hint,
            ControlType control,
            String type,
            List<String> values,
            List<Option> options,
            String problem,
            String meanwhile,
            int maxLength,
            boolean required,
            boolean first,
            String source) {

        public String value() {
            return values.isEmpty() ? "" : values.getFirst();
        }

        /** The ids of the texts that say more about the control. */
        public String described() {
            return ((hint.isEmpty() ? "" : "f-" + name + "-hint ")
                            + (problem.isEmpty() ? "" : "f-" + name + "-problem ")
                            + (meanwhile.isEmpty() ? "" : "f-" + name + "-meanwhile"))
                    .strip();
        }

        public boolean isWrong() {
            return !problem.isEmpty();
        }
    }

    /** A choice. */
    public record Option(String value, String text) {}

    /** What became of a value. */
    public record FieldDifference(String label, String before, String after) {}
}
