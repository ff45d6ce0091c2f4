package org.peerage.web.staff;

import static org.peerage.web.page.Texts.text;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.peerage.accounts.tickets.Tickets;
import org.peerage.registry.VerificationQueue;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.store.Ticket;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/** Tickets: what staff is asked, and answers by mail (docs/spec/operations.md §2). */
public final class TicketPages {
    private static final int MAX_SHOWN = 100;
    private static final Set<String> ACTIONS = Set.of("answer", "note", "received", "state");

    /** A line of the list. */
    public record TicketLine(String link, String number, String subject, String kind, String state, String changed) {}

    /** Something that was said; {@code link} leads to who said it, if there is a page of theirs. */
    public record TicketEntry(String what, String author, String link, String at, String text) {}

    PageResponse show(StaffRequest staff) {
        String id = staff.request().pathSegment(2);
        if (id.isEmpty()) {
            return list(staff);
        }
        return staff.services()
                .tickets()
                .find(StaffRequest.number(id))
                .map(found -> staff.request().isPost() ? change(staff, found) : page(staff, found, ""))
                .orElseGet(PageResponse.NotFoundResponse::new);
    }

    private static PageResponse list(StaffRequest staff) {
        String wanted = staff.request().has("state") ? staff.request().value("state") : Ticket.State.OPEN.word();
        String part = staff.request().value("q");
        int skip = (int) Math.min(StaffRequest.number(staff.request().value("skip")), 1_000_000);
        List<Ticket> found = staff.services().tickets().list(Ticket.State.parse(wanted), part, MAX_SHOWN + 1, skip);
        List<TicketLine> lines = found.stream()
                .limit(MAX_SHOWN)
                .map(ticket -> new TicketLine(
                        "/staff/tickets/" + ticket.id(),
                        "#" + ticket.id(),
                        ticket.subject(),
                        text("staff.tickets.kind." + ticket.kind().word()),
                        text("staff.tickets.state." + ticket.state().word()),
                        TimeFormat.of(ticket.changed())))
                .toList();
        return staff.page(
                "tickets",
                text("staff.tickets.title"),
                Map.of(
                        "tickets", lines,
                        "state", wanted,
                        "q", part,
                        "query", "state=" + encoded(wanted) + "&q=" + encoded(part),
                        "skip", skip,
                        "next", found.size() > MAX_SHOWN ? skip + MAX_SHOWN : 0));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static PageResponse change(StaffRequest staff, Tickets.Conversation found) {
        Ticket ticket = found.ticket();
        Tickets tickets = staff.services().tickets();
        Tickets.Worker worker = worker(staff);
        String said = staff.request().value("text");
        String action = staff.request().value("action");
        Optional<Ticket.State> next = Ticket.State.parse(staff.request().value("state"));
        boolean needsText = !action.equals("state");
        if (needsText && (said.isEmpty() || said.length() > Tickets.MAX_TEXT)) {
            return page(staff, found, text("staff.tickets.textNeeded", Tickets.MAX_TEXT));
        }
        boolean hasState = action.equals("answer") || action.equals("state");
        if (!ACTIONS.contains(action) || (hasState && next.isEmpty())) {
            return new PageResponse.NotFoundResponse();
        }
        Tickets.Outcome outcome =
                switch (action) {
                    case "answer" -> tickets.answer(ticket, worker, said, next.orElseThrow());
                    case "state" -> tickets.setState(ticket, worker, next.orElseThrow());
                    case "note" -> tickets.note(ticket, worker, said);
                    default -> tickets.receive(ticket, worker, said);
                };
        if (outcome != Tickets.Outcome.DONE) {
            return page(
                    staff,
                    tickets.find(ticket.id()).orElse(found),
                    switch (outcome) {
                        case NOBODY -> text("staff.tickets.nobody");
                        case SAME_STATE -> text("staff.tickets.sameState");
                        default -> text("staff.tickets.answered");
                    });
        }
        staff.audit(
                "ticket " + action,
                "ticket:" + ticket.id(),
                next.filter(state -> !action.equals("note") && !action.equals("received"))
                        .map(Ticket.State::word)
                        .orElse(""));
        return StaffRequest.redirectWithNotice("/staff/tickets/" + ticket.id(), "ticket");
    }

    /** What of the ticket the form that was sent had shown. */
    private static Tickets.Worker worker(StaffRequest staff) {
        String actor = staff.request().caller().actor();
        return staff.request().has("seen")
                ? new Tickets.Worker(actor, OptionalInt.of((int)
                        StaffRequest.number(staff.request().value("seen"))))
                : Tickets.Worker.of(actor);
    }

    private static PageResponse page(StaffRequest staff, Tickets.Conversation found, String problem) {
        Ticket ticket = found.ticket();
        ActorNames actors = ActorNames.of(staff);
        List<TicketEntry> entries = new ArrayList<>();
        for (Ticket.Message message : found.messages()) {
            boolean isState = message.kind() == Ticket.MessageKind.STATE;
            entries.add(new TicketEntry(
                    text("staff.tickets.message." + message.kind().word()),
                    actors.name(message.author()),
                    actors.link(message.author()),
                    TimeFormat.of(message.at()),
                    isState ? stateName(message.text()) : said(message)));
        }
        Optional<Row> about = about(staff, ticket);
        String queue = about.filter(row -> row.status() == Status.PENDING)
                .filter(row -> VerificationQueue.TYPES.contains(row.type()))
                .map(row -> "/staff/queue/" + row.type().typeName() + "/" + row.id())
                .orElse(ticket.objectType().equals("affiliation") ? "/affiliate-to-org" : "");
        Map<String, Object> model = new HashMap<>();
        model.put("id", ticket.id());
        model.put("state", ticket.state());
        model.put("kind", text("staff.tickets.kind." + ticket.kind().word()));
        model.put("entries", entries);
        model.put("seen", found.messages().size());
        model.put(
                "object",
                about.map(row -> Texts.singular(row.type()) + " " + row.nameOrId())
                        .orElse(""));
        model.put(
                "objectLink",
                about.filter(row -> row.type().hasPage()).map(Row::url).orElse(""));
        model.put("queue", queue);
        model.put("person", staff.services().tickets().address(ticket).orElse(""));
        model.put("personLink", actors.link(ticket.actor()));
        model.put("said", staff.request().value("text"));
        return staff.page("ticket", Tickets.numbered(ticket.id(), ticket.subject()), problem, model);
    }

    private static String said(Ticket.Message message) {
        return message.kind() == Ticket.MessageKind.RECEIVED && message.text().isEmpty()
                ? text("staff.tickets.noText")
                : message.text();
    }

    /** What became of it, where it is one of the states; else the words of what closed it. */
    private static String stateName(String word) {
        return Ticket.State.parse(word)
                .map(state -> text("staff.tickets.state." + state.word()))
                .orElse(word);
    }

    private static Optional<Row> about(StaffRequest staff, Ticket ticket) {
        Optional<ObjectType> type = ObjectTypes.byName(ticket.objectType());
        return type.flatMap(
                known -> Optional.ofNullable(staff.request().snapshot().find(known, ticket.objectId())));
    }
}
