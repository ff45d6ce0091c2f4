package org.peerage.schema;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One of the registry's types: its keys in wire order, its fields, and how it hangs together with others. */
public final class ObjectType {
    private final String typeName;
    private final String title;
    private final String singular;
    private final String plural;
    private final List<String> synonyms;
    private final List<JsonKey> keys;
    private final List<Field<?>> fields;
    private final List<Field<?>> personalFields;
    private final List<Field<String>> visibilityLevels;
    private final Map<String, Field<?>> fieldsByName;
    private final Field<Long> id;
    private final Field<Status> status;
    private final Field<Instant> created;
    private final Field<Instant> updated;
    private final Set<Status> since;
    private final List<FilterRelation> links;
    private final Set<String> unfiltered;
    private final Set<String> searched;
    private final Set<String> counters;
    private final Set<String> actions;
    private final List<List<Field<?>>> uniqueKeys;
    private final List<JsonKey.Computed<?>> alwaysShown;
    private final Set<Field<?>> clearedWhenDeleted;
    private final BiFunction<Row, Rows, String> namespace;
    private final String namespaceSegment;
    private final BiFunction<Row, Rows, String> rowName;
    private final @Nullable OwnerPage ownerPage;
    private final @Nullable RowVisibilityRule rowVisibility;
    private final @Nullable KeyVisibilityRule keyVisibility;
    private final List<Supplier<Field<Long>>> readsThrough;
    private final List<Supplier<Field<Long>>> shownMembers;
    private final boolean creatable;
    private final @Nullable Object[] initial;

    private ObjectType(Builder declared) {
        typeName = declared.typeName;
        title = declared.title;
        singular = declared.singular;
        plural = declared.plural;
        synonyms = declared.synonyms;
        keys = List.copyOf(declared.keys);
        fields = keysOfFields(declared);
        fieldsByName = new HashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            fields.get(i).bind(this, i);
            fieldsByName.put(fields.get(i).name(), fields.get(i));
        }
        id = fieldNamed("id");
        status = fieldNamed("status");
        created = fieldNamed("created");
        updated = fieldNamed("updated");
        since = declared.since;
        links = List.copyOf(declared.links);
        unfiltered = declared.unfiltered;
        searched = declared.searched;
        counters = declared.counters;
        actions = declared.actions;
        uniqueKeys = uniqueKeys(declared);
        alwaysShown = List.copyOf(declared.alwaysShown);
        clearedWhenDeleted = Collections.unmodifiableSet(declared.clearedWhenDeleted);
        namespace = declared.namespace;
        namespaceSegment = declared.namespaceSegment;
        rowName = declared.rowName;
        ownerPage = declared.ownerPage;
        rowVisibility = declared.rowVisibility;
        keyVisibility = declared.keyVisibility;
        personalFields = fields.stream().filter(Field::isPersonal).toList();
        visibilityLevels = Stream.concat(
                        rowVisibility().map(RowVisibilityRule::level).stream(),
                        keyVisibility().map(KeyVisibilityRule::level).stream())
                .toList();
        readsThrough = List.copyOf(declared.readsThrough);
        shownMembers = List.copyOf(declared.shownMembers);
        creatable = declared.creatable;
        initial = new Object[fields.size()];
        for (Field<?> field : fields) {
            initial[field.position()] = field.defaultValue();
        }
    }

    /** Where rows without a page of their own are shown: the object, the reference to it, the part of its page. */
    public record OwnerPage(Supplier<ObjectType> type, Supplier<Field<Long>> reference, String anchor) {}

    /** A row that only some may see: those who read {@code namespace}, unless the field says everybody. */
    public record RowVisibilityRule(Field<String> level, BiFunction<Row, Rows, String> namespace) {}

    /** A key that only some may see, by the level that another field names. */
    public record KeyVisibilityRule(Field<?> key, Field<String> level, BiFunction<Row, Rows, String> namespace) {}

    public static Builder type(String typeName, String title) {
        return new Builder(typeName, title);
    }

    /** The word in URLs and the name of the table, such as {@code netixlan}. */
    public String typeName() {
        return typeName;
    }

    /** The name in messages, such as {@code NetworkIXLan}. */
    public String title() {
        return title;
    }

    /** What people call one of it, such as {@code Exchange}. Message files translate it by {@code type}. */
    public String singular() {
        return singular;
    }

    /** What people call several. */
    public String plural() {
        return plural;
    }

    /** Whether a word that somebody typed means this type. */
    public boolean isCalled(String word) {
        return Stream.concat(Stream.of(typeName, singular, plural), synonyms.stream())
                .anyMatch(word::equalsIgnoreCase);
    }

    public List<JsonKey> keys() {
        return keys;
    }

    public Optional<JsonKey> key(String name) {
        return keys.stream().filter(key -> key.name().equals(name)).findFirst();
    }

    /** All stored fields, those of the wire first. */
    public List<Field<?>> fields() {
        return fields;
    }

    /** Those whose values are of persons. */
    public List<Field<?>> personalFields() {
        return personalFields;
    }

    /** What no two active rows share (docs/spec/objects.md): fields alone, or together. */
    public List<List<Field<?>>> uniqueKeys() {
        return uniqueKeys;
    }

    public Optional<Field<?>> field(String name) {
        return Optional.ofNullable(fieldsByName.get(name));
    }

    public Field<Long> id() {
        return id;
    }

    public Field<Status> status() {
        return status;
    }

    public Field<Instant> created() {
        return created;
    }

    public Field<Instant> updated() {
        return updated;
    }

    /** The statuses that {@code since} shows (docs/spec/rest.md §2). */
    public Set<Status> shownSince() {
        return since;
    }

    public List<FilterRelation> filterRelations() {
        return links;
    }

    /** Fields of the wire that are no filters here, as in the reference. */
    public boolean isFilter(String name) {
        return !unfiltered.contains(name);
    }

    /** Whether the bare name finds parts of the text (docs/spec/rest.md §3). */
    public boolean isSubstringMatched(String name) {
        return searched.contains(name);
    }

    /** Whether the bare name compares as a number, where other numbers compare as text. */
    public boolean isCounter(String name) {
        return counters.contains(name);
    }

    /** What can be done to a row. */
    public Set<String> actions() {
        return actions;
    }

    /** Keys that an answer carries even if {@code fields} does not name them (recorded cases of fields.json). */
    public List<JsonKey.Computed<?>> alwaysShown() {
        return alwaysShown;
    }

    public boolean isClearedWhenDeleted(Field<?> field) {
        return clearedWhenDeleted.contains(field);
    }

    /** Fields that deleted rows show as empty. */
    public Set<Field<?>> clearedWhenDeleted() {
        return clearedWhenDeleted;
    }

    /** Whether some of its rows, or values in them, are not for everybody. */
    public boolean mayHide() {
        return rowVisibility != null || keyVisibility != null || !clearedWhenDeleted.isEmpty();
    }

    /** Whether a value of the field may be one that is not for everybody. */
    public boolean mayHide(Field<?> field) {
        return rowVisibility != null
                || (keyVisibility != null && keyVisibility.key == field)
                || clearedWhenDeleted.contains(field);
    }

    /** How logs, addresses and choices name the row of an id: {@code net:62}. */
    public String reference(long rowId) {
        return typeName + ":" + rowId;
    }

    /** The permission namespace of a row (docs/spec/objects.md §1.3). */
    public String namespace(Row row, Rows rows) {
        return namespace.apply(row, rows);
    }

    /** The part of namespaces that tells its rows from those of other types; may be empty. */
    public String namespaceSegment() {
        return namespaceSegment;
    }

    String name(Row row, Rows rows) {
        return rowName.apply(row, rows);
    }

    String url(Row row) {
        return ownerPage == null
                ? row.path()
                : "/" + ownerPage.type.get().typeName() + "/" + row.get(ownerPage.reference.get()) + "#"
                        + ownerPage.anchor;
    }

    /** Whether its rows have pages of their own. */
    public boolean hasPage() {
        return ownerPage == null;
    }

    public Optional<OwnerPage> ownerPage() {
        return Optional.ofNullable(ownerPage);
    }

    public Optional<RowVisibilityRule> rowVisibility() {
        return Optional.ofNullable(rowVisibility);
    }

    public Optional<KeyVisibilityRule> keyVisibility() {
        return Optional.ofNullable(keyVisibility);
    }

    /** The fields that say who may see a row, or a key of it. */
    public List<Field<String>> visibilityLevels() {
        return visibilityLevels;
    }

    /**
     * References to this type from rows whose JSON is derived in part from a row of this type, so that it must be
     * written anew when such a row changes.
     */
    public List<Supplier<Field<Long>>> shownIn() {
        return readsThrough;
    }

    /** References whose rows a row of this type shows something of: the value is the id of the row here. */
    public List<Supplier<Field<Long>>> shownMembers() {
        return shownMembers;
    }

    /** Whether the API lets rows be made and deleted one by one; an exchange's LAN comes and goes with it. */
    public boolean isCreatable() {
        return creatable;
    }

    public Row.Builder row() {
        return new Row.Builder(this, initial.clone());
    }

    @Override
    public String toString() {
        return typeName;
    }

    @SuppressWarnings("unchecked")
    private <T> Field<T> fieldNamed(String name) {
        return (Field<T>) Optional.ofNullable(fieldsByName.get(name))
                .orElseThrow(() -> new IllegalStateException(typeName + " lacks " + name));
    }

    private List<List<Field<?>>> uniqueKeys(Builder declared) {
        List<List<Field<?>>> all = new ArrayList<>();
        fields.stream().filter(Field::isUnique).forEach(field -> all.add(List.of(field)));
        if (!declared.uniqueTogether.isEmpty()) {
            all.add(declared.uniqueTogether);
        }
        return List.copyOf(all);
    }

    private static List<Field<?>> keysOfFields(Builder declared) {
        List<Field<?>> all = new ArrayList<>();
        for (JsonKey key : declared.keys) {
            if (key instanceof Field<?> field) {
                all.add(field);
            }
        }
        all.addAll(declared.hidden);
        return List.copyOf(all);
    }

    /** Collects a declaration. */
    public static final class Builder {
        private final String typeName;
        private final String title;
        private String singular;
        private String plural;
        private List<String> synonyms = List.of();
        private final List<JsonKey> keys = new ArrayList<>();
        private final List<Field<?>> hidden = new ArrayList<>();
        private final List<FilterRelation> links = new ArrayList<>();
        private List<Field<?>> uniqueTogether = List.of();
        private final List<JsonKey.Computed<?>> alwaysShown = new ArrayList<>();
        private final List<Supplier<Field<Long>>> readsThrough = new ArrayList<>();
        private final List<Supplier<Field<Long>>> shownMembers = new ArrayList<>();
        private Set<Status> since = Set.of(Status.OK, Status.DELETED);
        private Set<String> unfiltered = Set.of();
        private Set<String> searched = Set.of();
        private Set<String> counters = Set.of();
        private Set<String> actions = Set.of();
        private Set<Field<?>> clearedWhenDeleted = Set.of();
        private BiFunction<Row, Rows, String> namespace = (row, rows) -> "peeringdb";
        private String namespaceSegment = "";
        private BiFunction<Row, Rows, String> rowName = (row, rows) -> row.name();
        private @Nullable OwnerPage ownerPage;
        private @Nullable RowVisibilityRule rowVisibility;
        private @Nullable KeyVisibilityRule keyVisibility;
        private boolean creatable = true;

        private Builder(String typeName, String title) {
            this.typeName = typeName;
            this.title = title;
            singular = title;
            plural = title;
        }

        /** What people call one and several, and other words for it that a search understands. */
        public Builder named(String one, String several, String... others) {
            singular = one;
            plural = several;
            synonyms = List.of(others);
            return this;
        }

        /** Keys in the order of the wire. */
        public Builder keys(JsonKey... inOrder) {
            keys.addAll(Arrays.asList(inOrder));
            return this;
        }

        /** Stored fields that the API does not show. */
        public Builder hidden(Field<?>... fields) {
            hidden.addAll(Arrays.asList(fields));
            return this;
        }

        /** Values that no two active rows have together. */
        public Builder uniqueTogether(Field<?>... together) {
            uniqueTogether = List.of(together);
            return this;
        }

        public Builder filterRelations(FilterRelation... more) {
            links.addAll(Arrays.asList(more));
            return this;
        }

        public Builder noFilters(String... names) {
            unfiltered = Set.of(names);
            return this;
        }

        public Builder searched(String... names) {
            searched = Set.of(names);
            return this;
        }

        /** Counters that compare as numbers even without an operator. */
        public Builder counters(String... names) {
            counters = Set.of(names);
            return this;
        }

        /** What can be done to a row, by POST to {@code /api/<type>/<id>/<action>} (docs/spec/rest.md §7). */
        public Builder actions(String... names) {
            actions = Set.of(names);
            return this;
        }

        public Builder alwaysShown(JsonKey.Computed<?>... computed) {
            alwaysShown.addAll(Arrays.asList(computed));
            return this;
        }

        public Builder clearedWhenDeleted(Field<?>... fields) {
            clearedWhenDeleted = new LinkedHashSet<>(Arrays.asList(fields));
            return this;
        }

        public Builder since(Status... shown) {
            since = Set.of(shown);
            return this;
        }

        public Builder namespace(BiFunction<Row, Rows, String> ofRow) {
            namespace = ofRow;
            return this;
        }

        /** What a row is called that has no name of its own. */
        public Builder rowName(BiFunction<Row, Rows, String> name) {
            rowName = name;
            return this;
        }

        /** Rows are shown on the page of another object. */
        public Builder shownOn(Supplier<ObjectType> type, Supplier<Field<Long>> reference, String anchor) {
            ownerPage = new OwnerPage(type, reference, anchor);
            return this;
        }

        /** {@code <namespace of the row behind the reference>.<segment>.<id>}. */
        public Builder namespaceUnder(Field<Long> reference, String segment) {
            namespaceSegment = segment;
            return namespace((row, rows) -> {
                Row parent = rows.find(reference.target(), row.get(reference));
                return (parent == null ? "peeringdb" : parent.type().namespace(parent, rows)) + "." + segment + "."
                        + row.id();
            });
        }

        public Builder visibleBy(Field<String> level, BiFunction<Row, Rows, String> readers) {
            rowVisibility = new RowVisibilityRule(level, readers);
            return this;
        }

        public Builder keyVisibleBy(Field<?> key, Field<String> level, BiFunction<Row, Rows, String> readers) {
            keyVisibility = new KeyVisibilityRule(key, level, readers);
            return this;
        }

        /** Which references lead from rows that show something of this type's rows. */
        @SafeVarargs
        public final Builder shownIn(Supplier<Field<Long>>... references) {
            readsThrough.addAll(Arrays.asList(references));
            return this;
        }

        /** References to rows of this type from rows that these show something of. */
        @SafeVarargs
        public final Builder showsMembers(Supplier<Field<Long>>... references) {
            shownMembers.addAll(Arrays.asList(references));
            return this;
        }

        public Builder notCreatable() {
            creatable = false;
            return this;
        }

        public ObjectType build() {
            return new ObjectType(this);
        }
    }
}
