package org.peerage.registry.rules;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.peerage.registry.types.ChoiceLists;
import org.peerage.registry.types.Net;
import org.peerage.text.Excerpt;
import tools.jackson.databind.JsonNode;

/** Which values exchanges may not change through IX-F: a list, or a flag for each (docs/spec/objects.md §2.3). */
final class UpdateExclusions implements Rule {
    private static final String KEY = "ixp_update_exclude";

    @Override
    public void check(Draft draft) {
        Set<String> chosen = new LinkedHashSet<>(draft.get(Net.IXP_UPDATE_EXCLUDE));
        JsonNode sent = draft.fields().find(KEY).orElse(null);
        if (sent != null) {
            JsonNode list = draft.fields().form() ? ListReader.asList(sent) : sent;
            if (!list.isArray()) {
                draft.errors().add(KEY, list.isNull() ? "This field may not be null." : "Must be a list.");
                return;
            }
            chosen = fieldNames(list);
            List<String> unknown = chosen.stream()
                    .filter(name -> !ChoiceLists.IXP_UPDATE_FIELDS.contains(name))
                    .sorted()
                    .toList();
            if (!unknown.isEmpty()) {
                draft.errors()
                        .add(
                                KEY,
                                "Invalid field(s): " + Excerpt.of(String.join(", ", unknown))
                                        + ". Valid values: is_rs_peer, operational, speed");
                return;
            }
        }
        for (String field : ChoiceLists.IXP_UPDATE_FIELDS) {
            flag(draft, field, chosen);
        }
        draft.set(Net.IXP_UPDATE_EXCLUDE, List.copyOf(chosen));
    }

    private static Set<String> fieldNames(JsonNode list) {
        Set<String> words = new LinkedHashSet<>();
        list.forEach(name -> words.add(ReferenceMessages.of(name)));
        return words;
    }

    private static void flag(Draft draft, String field, Set<String> chosen) {
        JsonNode flag = draft.fields().find(KEY + "_" + field).orElse(null);
        if (flag == null) {
            return;
        }
        JsonScalars.bool(flag)
                .ifPresentOrElse(
                        on -> {
                            if (on) {
                                chosen.add(field);
                            } else {
                                chosen.remove(field);
                            }
                        },
                        () -> draft.errors()
                                .add(
                                        KEY + "_" + field,
                                        flag.isNull() ? "This field may not be null." : "Must be a valid boolean."));
    }
}
