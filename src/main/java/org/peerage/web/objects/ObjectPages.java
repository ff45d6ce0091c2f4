package org.peerage.web.objects;

import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import org.peerage.accounts.following.Follows;
import org.peerage.api.handlers.FollowsHandler;
import org.peerage.net.Asn;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.CarrierFac;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.store.ChangeSubject;
import org.peerage.web.imports.ImportPages;
import org.peerage.web.imports.SuggestionPages;
import org.peerage.web.page.IdParser;
import org.peerage.web.page.PageRenderer;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/** Everything at {@code /<tag>/<id>}: an object's page, and what can be done to it. */
public final class ObjectPages {
    private final EditPages edits = new EditPages();
    private final AddPages adds = new AddPages();
    private final DeletePages deletions = new DeletePages();
    private final ActionPages actions = new ActionPages();
    private final HistoryPages histories = new HistoryPages();
    private final LogoPages logos = new LogoPages();
    private final TablePages tables = new TablePages();

    public PageResponse answer(PageRequest request, String typeName) {
        String id = request.pathSegment(1);
        if (id.equals("self")) {
            return ownObject(request, typeName);
        }
        Optional<Row> found = ObjectAccess.find(request, typeName, id);
        if (found.isEmpty()) {
            return deletedPage(request, typeName, id);
        }
        Row row = found.get();
        String action = request.pathSegment(2);
        if (request.isDelete() && !action.equals("upload-logo")) {
            return new PageResponse.NotFoundResponse();
        }
        return switch (action) {
            case "" -> row.type().hasPage() ? ObjectPage.show(request, row) : ownerPage(row);
            case "edit" -> edits.edit(request, row);
            case "delete" -> deletions.delete(request, row);
            case "history" -> histories.show(request, row);
            case "add" -> adds.add(request, row, request.pathSegment(3));
            case "upload-logo" -> logos.upload(request, row);
            case "watch", "unwatch" -> watch(request, row, action.equals("watch"));
            case "tables" ->
                row.type().hasPage()
                        ? tables.answer(request, row, request.pathSegment(3))
                        : new PageResponse.NotFoundResponse();
            case "picture.png" ->
                row.type().hasPage() ? LinkPicture.answer(request, row) : new PageResponse.NotFoundResponse();
            case "points" ->
                row.type().hasPage() ? ObjectMap.points(request, row) : new PageResponse.NotFoundResponse();
            default -> act(request, row, action);
        };
    }

    private PageResponse act(PageRequest request, Row row, String action) {
        ObjectType type = row.type();
        if (type == Ix.TYPE && action.equals("request-import")) {
            return actions.requestImport(request, row);
        }
        if (type == Ix.TYPE && action.equals("renumber")) {
            return RenumberPage.show(request, row);
        }
        if (type == Ix.TYPE && action.equals("imports")) {
            return ImportPages.show(request, row);
        }
        if (type == Net.TYPE) {
            switch (action) {
                case "ixf" -> {
                    return SuggestionPages.show(request, row);
                }
                case "dismiss-ixf-proposal" -> {
                    return SuggestionPages.dismissed(request);
                }
                case "reset-ixf-proposals" -> {
                    return SuggestionPages.reset(request, row);
                }
                default -> {} // something that others have too
            }
        }
        if (type == CarrierFac.TYPE && (action.equals("approve") || action.equals("reject"))) {
            return actions.consent(request, row, action.equals("approve"));
        }
        if (type == Campus.TYPE && action.equals("add-facility")) {
            return actions.joinCampus(request, row);
        }
        if (type == Campus.TYPE && action.equals("remove-facility")) {
            return actions.leaveCampus(request, row);
        }
        boolean exchangeSide = action.equals("set-ix-side");
        return type == NetIxLan.TYPE && (exchangeSide || action.equals("set-net-side"))
                ? actions.side(request, row, exchangeSide)
                : new PageResponse.NotFoundResponse();
    }

    private static PageResponse ownerPage(Row link) {
        return new PageResponse.Redirect(link.url());
    }

    /** What was deleted keeps its history for those who could change it. */
    private PageResponse deletedPage(PageRequest request, String typeName, String id) {
        if (request.isPast()) {
            return new PageResponse.NotFoundResponse(); // the log says what is told of what was deleted
        }
        ObjectType type = ObjectTypes.byName(typeName).orElse(null);
        Row row = type == null ? null : IdParser.find(request.snapshot(), type, id);
        if (row == null || row.status() != Status.DELETED || !ObjectAccess.isVisible(request, row)) {
            return new PageResponse.NotFoundResponse();
        }
        return switch (request.pathSegment(2)) {
            case "" ->
                mergedInto(request, row)
                        .<PageResponse>map(target -> new PageResponse.Redirect(target.url()))
                        .orElseGet(() -> DeletedPage.show(request, row));
            case "history" -> histories.show(request, row);
            default -> new PageResponse.NotFoundResponse();
        };
    }

    /** The reference's addresses for following (docs/spec/identity.md §16); a link to them asks first, and changes nothing. */
    private static PageResponse watch(PageRequest request, Row row, boolean begins) {
        ChangeSubject subject = ChangeSubject.of(row.type(), row.id());
        if (!FollowsHandler.isThere(subject, request.snapshot())) {
            return new PageResponse.NotFoundResponse();
        }
        if (!request.isPost()) {
            return new PageResponse.Redirect("/profile/following?about=" + subject);
        }
        if (request.user().isEmpty()) {
            return request.loginRedirect();
        }
        long user = request.user().get().id();
        Follows follows = request.services().follows();
        if (!begins) {
            follows.unfollow(user, subject);
        } else if (!follows.follow(
                user,
                new Follows.Follow(subject, Follows.Schedule.DAILY),
                request.snapshot().version())) {
            return PageRenderer.message(
                    request,
                    400,
                    Texts.text("changes.following.title"),
                    Texts.text("changes.following.tooMany", Follows.MAX));
        }
        return new PageResponse.Redirect(row.url());
    }

    /** Where a deleted object went; empty: it was not merged, or that is gone, too. */
    private static Optional<Row> mergedInto(PageRequest request, Row row) {
        try {
            OptionalLong target = request.services().store().mergedInto(row.type(), row.id());
            return target.isEmpty()
                    ? Optional.empty()
                    : ObjectAccess.find(request, row.type().typeName(), String.valueOf(target.getAsLong()));
        } catch (SQLException unreachable) {
            throw new IllegalStateException("where the object went cannot be read", unreachable);
        }
    }

    /** {@code /asn/<number>} and {@code /net?asn=<number>}. */
    public PageResponse byNumber(PageRequest request, String number) {
        return Asn.parse(number).stream()
                .flatMap(asn -> request.snapshot().rowsWhere(Net.ASN, asn).stream())
                .filter(network -> network.status() != Status.DELETED)
                .findFirst()
                .<PageResponse>map(network -> new PageResponse.Redirect(network.url()))
                .orElseGet(PageResponse.NotFoundResponse::new);
    }

    /** {@code /suggest/fac}. */
    public PageResponse suggest(PageRequest request) {
        return request.pathSegment(1).equals(Fac.TYPE.typeName())
                ? adds.suggestFacility(request)
                : new PageResponse.NotFoundResponse();
    }

    /** {@code /pick/<tag>?q=}: names for the list under a box. */
    public PageResponse pick(PageRequest request) {
        return ObjectTypes.byName(request.pathSegment(1))
                .filter(ObjectType::hasPage)
                .map(type -> ActionPages.suggestions(request, type))
                .orElseGet(PageResponse.NotFoundResponse::new);
    }

    /** {@code /logo/<tag>/<id>/<name>}. */
    public PageResponse logo(PageRequest request) {
        return logos.serve(request);
    }

    /** The signed-in user's own organization, or the first of its objects of that kind. */
    private static PageResponse ownObject(PageRequest request, String typeName) {
        Optional<ObjectType> type = ObjectTypes.byName(typeName).filter(ObjectType::hasPage);
        if (type.isEmpty()) {
            return new PageResponse.NotFoundResponse();
        }
        if (request.user().isEmpty()) {
            return FormSubmission.forbidden(request);
        }
        return request.user().get().organizations().keySet().stream()
                .sorted()
                .flatMap(organization -> (type.get() == Org.TYPE
                                ? Optional.ofNullable(request.snapshot().find(Org.TYPE, organization))
                                : firstOf(request, type.get(), organization))
                        .stream())
                .findFirst()
                .<PageResponse>map(row -> new PageResponse.Redirect(row.url()))
                .orElseGet(PageResponse.NotFoundResponse::new);
    }

    @SuppressWarnings("unchecked")
    private static Optional<Row> firstOf(PageRequest request, ObjectType type, long organization) {
        return type.field("org_id")
                .flatMap(field -> request.snapshot().referring((Field<Long>) field, organization).stream()
                        .filter(Row::isActive)
                        .findFirst());
    }
}
