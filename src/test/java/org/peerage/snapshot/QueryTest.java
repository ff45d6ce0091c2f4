package org.peerage.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.Poc;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.text.Folding;

/** Rows that pages and indexes tell are those that one finds looking at each. */
class QueryTest {

    private static final List<Visibility> CALLERS = List.of(
            Visibility.PUBLIC,
            Visibility.of(Visibility.Level.USERS),
            Visibility.of(Visibility.Level.FULL),
            new Visibility(Visibility.Level.USERS, Optional.of(namespace -> namespace.hashCode() % 3 == 0)));

    /** A condition and what it means. */
    private record ModelledCondition(Condition condition, Predicate<Row> meaning) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void resultsMatchTheModel(long seed) {
        RandomRegistry registry = new RandomRegistry(seed);
        Snapshot snapshot = registry.snapshot();
        int found = 0;
        for (int step = 0; step < 300; step++) {
            List<ModelledCondition> asked = IntStream.range(0, registry.oneOf(List.of(0, 1, 1, 1, 2, 3)))
                    .mapToObj(i -> asked(registry))
                    .toList();
            Set<Status> statuses =
                    registry.oneOf(List.of(Set.of(Status.OK), Set.of(Status.OK), EnumSet.allOf(Status.class)));
            int skip = registry.oneOf(List.of(0, 0, 3));
            int limit = registry.oneOf(List.of(0, 0, 5));
            Snapshot now = snapshot;
            List<Long> expected = IntStream.range(0, 1000)
                    .mapToObj(id -> now.find(Net.TYPE, id))
                    .filter(row -> row != null
                            && statuses.contains(row.status())
                            && asked.stream().allMatch(one -> one.meaning.test(row)))
                    .map(Row::id)
                    .skip(skip)
                    .limit(limit == 0 ? Integer.MAX_VALUE : limit)
                    .toList();

            List<Condition> conditions =
                    asked.stream().map(ModelledCondition::condition).toList();
            Query query = new Query(Net.TYPE, statuses, conditions, 0, null, skip, limit);

            assertThat(query.select(snapshot.visibleTo(Visibility.PUBLIC)).stream()
                            .map(Row::id)
                            .toList())
                    .isEqualTo(expected);
            found += expected.size();
            snapshot = registry.changed(snapshot);
        }
        assertThat(found).isGreaterThan(1000);
    }

    /** In every version, for callers of all kinds: what is hidden is not there, and what is shown blank fits nothing. */
    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void hiddenContactsAreNotFound(long seed) {
        RandomRegistry registry = new RandomRegistry(seed);
        Snapshot snapshot = registry.snapshot();
        long found = 0;
        long hidden = 0;
        for (int step = 0; step < 400; step++) {
            Snapshot now = snapshot;
            Visibility visibility = registry.oneOf(CALLERS);
            String part = Folding.fold(registry.word());
            int[] ids = IntStream.generate(registry::id)
                    .limit(30)
                    .sorted()
                    .distinct()
                    .toArray();
            ModelledCondition asked = registry.oneOf(List.of(
                    new ModelledCondition(
                            Condition.idIn(ids), row -> IntStream.of(ids).anyMatch(id -> id == row.id())),
                    new ModelledCondition(Condition.refersTo(Poc.NET_ID, ids), row -> IntStream.of(ids)
                            .anyMatch(id -> id == row.get(Poc.NET_ID))),
                    new ModelledCondition(
                            Condition.textContains(Poc.NAME, part),
                            row -> row.status() != Status.DELETED
                                    && Folding.fold(row.get(Poc.NAME)).contains(part))));
            Query query = new Query(
                    Poc.TYPE,
                    EnumSet.allOf(Status.class),
                    List.of(asked.condition),
                    registry.oneOf(List.of(0L, 1L)),
                    null,
                    0,
                    0);
            List<Row> fitting = IntStream.range(0, 1000)
                    .mapToObj(id -> now.find(Poc.TYPE, id))
                    .filter(row -> row != null && asked.meaning.test(row))
                    .toList();

            assertThat(query.select(snapshot.visibleTo(visibility)).stream().map(Row::id))
                    .containsExactlyInAnyOrderElementsOf(fitting.stream()
                            .filter(row -> visibility.canSee(row, now))
                            .map(Row::id)
                            .toList());
            found += fitting.size();
            hidden +=
                    fitting.stream().filter(row -> !visibility.canSee(row, now)).count();
            snapshot = registry.changed(snapshot);
        }
        assertThat(hidden).isBetween(found / 10, found * 9 / 10);
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8})
    void hiddenAddressesOfMemberListsFitNothing(long seed) {
        RandomRegistry registry = new RandomRegistry(seed);
        Snapshot snapshot = registry.snapshot();
        for (int step = 0; step < 300; step++) {
            Snapshot now = snapshot;
            Visibility visibility = registry.oneOf(CALLERS);
            String part = Folding.fold(registry.word());
            Query query = new Query(
                    IxLan.TYPE,
                    EnumSet.allOf(Status.class),
                    List.of(Condition.textContains(IxLan.IXF_IXP_MEMBER_LIST_URL, part)),
                    0,
                    null,
                    0,
                    0);

            assertThat(query.select(snapshot.visibleTo(visibility)).stream().map(Row::id))
                    .isEqualTo(IntStream.range(0, 1000)
                            .mapToObj(id -> now.find(IxLan.TYPE, id))
                            .filter(row -> row != null
                                    && visibility.showsKey(row, IxLan.IXF_IXP_MEMBER_LIST_URL, now)
                                    && Folding.fold(row.get(IxLan.IXF_IXP_MEMBER_LIST_URL))
                                            .contains(part))
                            .map(Row::id)
                            .toList());
            snapshot = registry.changed(snapshot);
        }
    }

    private static ModelledCondition asked(RandomRegistry registry) {
        String part = Folding.fold(registry.word());
        String type = registry.oneOf(List.of("nsp", "content", "con", "n", ""));
        int[] ids =
                IntStream.generate(registry::id).limit(6).sorted().distinct().toArray();
        return registry.oneOf(List.of(
                new ModelledCondition(
                        Condition.textContains(Net.NAME, part), row -> name(row).contains(part)),
                new ModelledCondition(Condition.textStartsWith(Net.NAME, part), row -> name(row)
                        .startsWith(part)),
                new ModelledCondition(
                        Condition.textEquals(Net.NAME, part), row -> name(row).equals(part)),
                new ModelledCondition(
                        Condition.textContains(Net.STATUS_DASHBOARD, part),
                        row -> row.find(Net.STATUS_DASHBOARD) != null
                                && Folding.fold(row.get(Net.STATUS_DASHBOARD)).contains(part)),
                new ModelledCondition(
                        Condition.textEquals(Net.STATUS_DASHBOARD, part),
                        row -> row.find(Net.STATUS_DASHBOARD) != null
                                && Folding.fold(row.get(Net.STATUS_DASHBOARD)).equals(part)),
                new ModelledCondition(
                        Condition.itemIn(Net.INFO_TYPES, List.of(type, "content")),
                        row -> row.get(Net.INFO_TYPES).stream()
                                .map(Folding::fold)
                                .anyMatch(item -> item.equals(type) || item.equals("content"))),
                new ModelledCondition(
                        Condition.itemContains(Net.INFO_TYPES, type), row -> row.get(Net.INFO_TYPES).stream()
                                .map(Folding::fold)
                                .anyMatch(item -> item.contains(type))),
                new ModelledCondition(
                        Condition.itemStartsWith(Net.INFO_TYPES, type), row -> row.get(Net.INFO_TYPES).stream()
                                .map(Folding::fold)
                                .anyMatch(item -> item.startsWith(type))),
                new ModelledCondition(
                        Condition.idIn(ids), row -> IntStream.of(ids).anyMatch(id -> id == row.id())),
                new ModelledCondition(Condition.refersTo(Net.ORG_ID, ids), row -> IntStream.of(ids)
                        .anyMatch(id -> id == row.get(Net.ORG_ID))),
                new ModelledCondition(
                        Condition.textContainsAnd(
                                Net.NAME,
                                part,
                                (row, rows) -> row.get(Net.NAME).length() > 2
                                        && name(row).contains(part)),
                        row -> row.get(Net.NAME).length() > 2 && name(row).contains(part))));
    }

    private static String name(Row row) {
        return Folding.fold(row.get(Net.NAME));
    }
}
