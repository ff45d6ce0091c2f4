package org.peerage.api.handlers;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.access.changes.ChangeCriteria;
import org.peerage.api.QueryParameters;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ParseResult;
import org.peerage.store.ChangeSubject;

/** Reads which changes are wanted: the parameters that all their addresses have in common. */
public final class CriteriaParser {
    private static final int MAX_ACTOR = 100;

    private CriteriaParser() {}

    /** The criteria, or what cannot be read of them, which is named. */
    public static ParseResult<ChangeCriteria> parse(QueryParameters parameters) {
        ChangeSubject about = null;
        String subject = value(parameters, "about");
        if (!subject.isEmpty()) {
            Optional<ChangeSubject> read = SubjectParser.parse(subject);
            if (read.isEmpty()) {
                return ParseResult.problem("'about' needs to be such as net:62 or country:DE");
            }
            about = read.get();
        }
        ObjectType type = null;
        if (!value(parameters, "type").isEmpty()) {
            Optional<ObjectType> read = ObjectTypes.byName(value(parameters, "type"));
            if (read.isEmpty()) {
                return ParseResult.problem("'type' needs to be a type of objects, such as net");
            }
            type = read.get();
        }
        String operation = value(parameters, "op");
        if (!operation.isEmpty() && !ChangeCriteria.OPERATIONS.contains(operation)) {
            return ParseResult.problem(
                    "'op' needs to be one of create, update, revive, delete, withdraw, erase, redact, added");
        }
        String field = value(parameters, "field");
        if (!field.isEmpty() && !isField(type, field)) {
            return ParseResult.problem("'field' needs to be a field of " + (type == null ? "a type" : type.typeName()));
        }
        String actor = value(parameters, "actor");
        if (actor.length() > MAX_ACTOR) {
            return ParseResult.problem("'actor' is too long");
        }
        for (String name : new String[] {"from", "to"}) {
            String time = value(parameters, name);
            if (!time.isEmpty() && time(time, false).isEmpty()) {
                return ParseResult.problem(
                        "'" + name + "' needs to be a day such as 2026-11-24 or a time such as 2026-11-24T18:00:00Z");
            }
        }
        return ParseResult.value(new ChangeCriteria(
                about,
                false,
                type,
                operation,
                field,
                actor,
                time(value(parameters, "from"), false).orElse(null),
                time(value(parameters, "to"), true).orElse(null)));
    }

    private static String value(QueryParameters parameters, String name) {
        String value = parameters.get(name);
        return value == null ? "" : value;
    }

    private static boolean isField(@Nullable ObjectType type, String name) {
        return type != null ? isShown(type, name) : ObjectTypes.ALL.stream().anyMatch(any -> isShown(any, name));
    }

    private static boolean isShown(ObjectType type, String name) {
        return type.field(name).filter(field -> !field.isHidden()).isPresent();
    }

    /** A day is meant from its beginning, or to its end, in UTC. */
    private static Optional<Instant> time(String text, boolean isEnd) {
        try {
            if (text.length() == "2026-11-24".length()) {
                LocalDate day = LocalDate.parse(text);
                return Optional.of((isEnd ? day.plusDays(1) : day)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant());
            }
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
