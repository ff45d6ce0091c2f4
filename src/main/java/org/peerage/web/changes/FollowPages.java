package org.peerage.web.changes;

import static org.peerage.web.page.Texts.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.peerage.access.UserAccount;
import org.peerage.accounts.SignedTokens;
import org.peerage.accounts.SiteSettings;
import org.peerage.accounts.following.FollowMails;
import org.peerage.accounts.following.FollowedSearches;
import org.peerage.accounts.following.FollowedSearches.Wanted;
import org.peerage.accounts.following.Follows;
import org.peerage.api.QueryParameters;
import org.peerage.api.handlers.FollowsHandler;
import org.peerage.api.handlers.SubjectParser;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Row;
import org.peerage.search.Search;
import org.peerage.store.ChangeSubject;
import org.peerage.web.page.IdParser;
import org.peerage.web.page.PageRenderer;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/** What people follow, and how they end it, by a link of a mail without signing in too (RFC 8058). */
public final class FollowPages {
    private final Follows follows;
    private final FollowedSearches searches;
    private final SignedTokens tokens;

    public FollowPages(Follows follows, SignedTokens tokens) {
        this.follows = follows;
        this.searches = follows.searches();
        this.tokens = tokens;
    }

    /**
     * Something that is followed, on the page.
     *
     * @param type of objects that a search finds; empty: it is no search
     * @param query of a search
     */
    public record FollowLine(String subject, String name, String link, String schedule, String type, String query) {}

    /** {@code /profile/following}. */
    public PageResponse ofPerson(PageRequest request) {
        Optional<UserAccount> user = request.user();
        if (user.isEmpty()) {
            return request.loginRedirect();
        }
        if (!request.pathSegment(2).isEmpty()) {
            return new PageResponse.NotFoundResponse();
        }
        if (request.isPost() && request.has("own")) {
            return saveOwn(request, user.get());
        }
        Optional<ChangeSubject> about = SubjectParser.parse(request.value("about"));
        boolean isSearch = request.has("query");
        if (request.isPost()) {
            return isSearch ? saveSearch(request, user.get()) : save(request, user.get(), about);
        }
        List<FollowLine> lines = new ArrayList<>();
        follows.of(user.get().id()).forEach(follow -> lines.add(line(request, follow)));
        List<FollowedSearches.FollowedSearch> followed = searches.of(user.get().id());
        followed.forEach(search -> lines.add(line(search.wanted(), search.schedule())));
        if (isSearch) {
            Wanted search = search(request);
            Optional<String> problem = FollowsHandler.problem(search, request.snapshot());
            if (problem.isPresent()) {
                return refused(request, problem.get());
            }
            boolean isNew = followed.stream().noneMatch(known -> known.wanted().findsSameAs(search));
            return page(request, user.get(), lines, isNew ? List.of(line(search, Follows.Schedule.DAILY)) : List.of());
        }
        Optional<FollowLine> wanted = about.filter(subject -> FollowsHandler.isThere(subject, request.snapshot())
                        && lines.stream().noneMatch(line -> line.subject().equals(subject.toString())))
                .map(subject -> line(request, new Follows.Follow(subject, Follows.Schedule.DAILY)));
        return page(request, user.get(), lines, wanted.stream().toList());
    }

    /** Only the empty word means never: what cannot be read ends nothing. */
    private PageResponse saveOwn(PageRequest request, UserAccount user) {
        Optional<Follows.Schedule> schedule = Follows.Schedule.parse(request.value("schedule"));
        if (!request.has("schedule")
                || (schedule.isEmpty() && !request.value("schedule").isEmpty())) {
            return refused(request, text("changes.following.wrongSchedule"));
        }
        follows.own().choose(user.id(), schedule);
        return new PageResponse.Redirect("/profile/following");
    }

    private PageResponse page(PageRequest request, UserAccount user, List<FollowLine> lines, List<FollowLine> wanted) {
        return PageResponse.TemplateResponse.of(
                "changes/following.jte",
                Map.of(
                        "shell",
                        request.frame(text("changes.following.title")),
                        "lines",
                        lines,
                        "wanted",
                        wanted,
                        "own",
                        own(request, user)));
    }

    /** How they are told of what they may edit; empty where nobody is, or they are in no organization. */
    private Optional<FollowLine> own(PageRequest request, UserAccount user) {
        if (user.organizations().isEmpty()
                || !request.services().settings().isOn(SiteSettings.Setting.OWN_OBJECT_MAILS)) {
            return Optional.empty();
        }
        String schedule =
                follows.own().of(user.id()).map(Follows.Schedule::text).orElse("");
        return Optional.of(new FollowLine("", text("changes.following.own"), "", schedule, "", ""));
    }

    private static PageResponse refused(PageRequest request, String problem) {
        return PageRenderer.message(request, 400, text("changes.following.title"), problem);
    }

    private static Wanted search(PageRequest request) {
        return Wanted.all(request.value("type"), request.value("query"));
    }

    private PageResponse saveSearch(PageRequest request, UserAccount user) {
        Wanted asked = search(request);
        Optional<FollowedSearches.FollowedSearch> known = searches.of(user.id()).stream()
                .filter(search -> search.wanted().findsSameAs(asked))
                .findFirst();
        Optional<Follows.Schedule> schedule = Follows.Schedule.parse(request.value("schedule"));
        if (schedule.isEmpty()) {
            known.ifPresent(search -> searches.unfollow(user.id(), search.id()));
            return new PageResponse.Redirect("/profile/following");
        }
        // What a program chose beside the times stays as it is.
        Wanted wanted = known.map(FollowedSearches.FollowedSearch::wanted).orElse(asked);
        Optional<String> problem = FollowsHandler.problem(wanted, request.snapshot());
        if (problem.isPresent()) {
            return refused(request, problem.get());
        }
        return searches.follow(
                                user.id(),
                                wanted,
                                schedule.get(),
                                request.snapshot().version())
                        .isPresent()
                ? new PageResponse.Redirect("/profile/following")
                : refused(request, text("changes.following.tooManySearches", FollowedSearches.MAX));
    }

    private static FollowLine line(Wanted search, Follows.Schedule schedule) {
        String name = ObjectTypes.byName(search.type()).map(Texts::plural).orElse(search.type());
        boolean hasPage =
                ObjectTypes.byName(search.type()).filter(Search.TYPES::contains).isPresent();
        String link = hasPage
                ? "/advanced_search?type=" + search.type() + "&" + search.query()
                : "/api/" + search.type() + "?" + search.query();
        return new FollowLine(
                "",
                text("changes.following.search", name, QueryParameters.decode(search.query())),
                link,
                schedule.text(),
                search.type(),
                search.query());
    }

    private PageResponse save(PageRequest request, UserAccount user, Optional<ChangeSubject> about) {
        if (about.isEmpty()) {
            return new PageResponse.NotFoundResponse();
        }
        Optional<Follows.Schedule> schedule = Follows.Schedule.parse(request.value("schedule"));
        if (schedule.isEmpty()) {
            follows.unfollow(user.id(), about.get());
        } else if (!FollowsHandler.isThere(about.get(), request.snapshot())) {
            return new PageResponse.NotFoundResponse();
        } else if (!follows.follow(
                user.id(),
                new Follows.Follow(about.get(), schedule.get()),
                request.snapshot().version())) {
            return refused(request, text("changes.following.tooMany", Follows.MAX));
        }
        return new PageResponse.Redirect("/profile/following");
    }

    private static FollowLine line(PageRequest request, Follows.Follow follow) {
        ChangeSubject subject = follow.subject();
        Row row = subject.row(request.snapshot());
        String code = subject.toString().substring(subject.kind().length() + 1);
        String name = row != null
                ? Texts.kindAndName(row, request.snapshot())
                : subject.type() == null ? Texts.country(code) : subject.toString();
        String link = row == null ? "/changes/country/" + code : row.path() + "/changes";
        return new FollowLine(subject.toString(), name, link, follow.schedule().text(), "", "");
    }

    /** Whether a form is one that a mail program sends: its address is the proof that it may. */
    public static boolean isOneClick(PageRequest request) {
        return request.isPost()
                && request.path().startsWith("/follow/stop/")
                && request.value("List-Unsubscribe").equals("One-Click");
    }

    /** {@code /follow/stop/<person>/<schedule>/<word>}, which mails link to. */
    public PageResponse stop(PageRequest request) {
        String user = request.pathSegment(2);
        OptionalLong id = IdParser.parse(user);
        String schedule = request.pathSegment(3);
        Optional<Follows.Schedule> known = Follows.Schedule.parse(schedule);
        boolean isOurs = request.pathSegment(1).equals("stop")
                && request.pathSegment(5).isEmpty()
                && id.isPresent()
                && known.isPresent()
                && FollowMails.isOurs(tokens, user, schedule, request.pathSegment(4));
        if (!isOurs || known.isEmpty()) {
            return new PageResponse.NotFoundResponse();
        }
        if (!request.isPost()) {
            return PageResponse.TemplateResponse.of(
                    "changes/stop.jte",
                    Map.of("shell", request.frame(text("changes.stop.title")), "action", request.path()));
        }
        follows.endAll(id.getAsLong(), known.get());
        return PageRenderer.message(request, 200, text("changes.stop.title"), text("changes.stop.done"));
    }
}
