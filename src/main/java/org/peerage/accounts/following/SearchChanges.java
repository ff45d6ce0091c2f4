package org.peerage.accounts.following;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.peerage.accounts.following.FollowedSearches.FollowedSearch;
import org.peerage.accounts.following.FollowedSearches.SearchEvent;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Change;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which changes between two states of the registry followed searches are told of: those of objects that are in a search
 * before or after them.
 */
final class SearchChanges {
    private final SearchReader reader;
    private final Snapshot before;
    private final Snapshot after;
    private final Map<ObjectType, Map<Long, List<Change>>> changes = new HashMap<>();
    private final Map<Search, Optional<BothStates>> known = new HashMap<>();

    SearchChanges(SearchReader reader, Snapshot before, Snapshot after, List<Change> all) {
        this.reader = reader;
        this.before = before;
        this.after = after;
        for (Change change : all) {
            Long id = change.objectId();
            Optional<ObjectType> type = ObjectTypes.byName(change.type());
            if (id != null && type.isPresent()) {
                changes.computeIfAbsent(type.get(), none -> new LinkedHashMap<>())
                        .computeIfAbsent(id, none -> new ArrayList<>())
                        .add(change);
            }
        }
    }

    private record Search(ObjectType type, String query) {}

    /** One search: many people may follow the same. */
    private record BothStates(LongPredicate before, LongPredicate after) {}

    List<Change> of(FollowedSearch search) {
        Optional<ObjectType> type = ObjectTypes.byName(search.wanted().type());
        Map<Long, List<Change>> objects = type.map(changes::get).orElse(null);
        if (objects == null) {
            return List.of();
        }
        Optional<BothStates> states =
                known.computeIfAbsent(new Search(type.get(), search.wanted().query()), this::read);
        if (states.isEmpty()) {
            return List.of();
        }
        List<Change> told = new ArrayList<>();
        objects.forEach((id, some) -> {
            boolean was = states.get().before.test(id);
            boolean is = states.get().after.test(id);
            if (was || is) {
                SearchEvent event = was ? is ? SearchEvent.CHANGED : SearchEvent.LEFT : SearchEvent.ENTERED;
                if (search.wanted().events().contains(event)) {
                    some.stream()
                            .filter(change -> change.version() > search.since()
                                    && (event != SearchEvent.CHANGED
                                            || isAbout(change, search.wanted().fields())))
                            .forEach(told::add);
                }
            }
        });
        return told;
    }

    private Optional<BothStates> read(Search search) {
        Optional<LongPredicate> was = reader.read(search.type, search.query, before);
        Optional<LongPredicate> is = reader.read(search.type, search.query, after);
        return was.isPresent() && is.isPresent() ? Optional.of(new BothStates(was.get(), is.get())) : Optional.empty();
    }

    private static boolean isAbout(Change change, Set<String> fields) {
        if (fields.isEmpty()) {
            return true;
        }
        JsonNode was = values(change.before());
        JsonNode is = values(change.after());
        return fields.stream().anyMatch(field -> !Objects.equals(was.get(field), is.get(field)));
    }

    private static JsonNode values(@Nullable String json) {
        return JsonMapper.shared().readTree(json == null ? "{}" : json);
    }
}
