package org.peerage.web.imports;

import static org.peerage.web.page.Texts.text;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.peerage.access.CallerAuthor;
import org.peerage.access.limits.RateLimited;
import org.peerage.access.rights.Permission;
import org.peerage.ixf.FeedSettings;
import org.peerage.ixf.FieldOwner;
import org.peerage.ixf.Importer;
import org.peerage.ixf.Notice;
import org.peerage.ixf.Peering;
import org.peerage.ixf.Preview;
import org.peerage.ixf.Proposal;
import org.peerage.ixf.Proposals;
import org.peerage.ixf.Step;
import org.peerage.net.IpAddress;
import org.peerage.registry.WriteLane;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.web.page.BestEffort;
import org.peerage.web.page.IdParser;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.RuleMessages;
import org.peerage.web.page.Texts;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What exchanges' member lists propose to a network, and its answers (docs/spec/ixf.md §5.4). */
public final class SuggestionPages {
    private static final int MAX_WHY = 255;
    private static final String PROPOSAL = "proposal";

    private SuggestionPages() {}

    /** {@code /net/<id>/ixf}, with the forms there, and {@code /net/<id>/ixf/automatic}. */
    public static PageResponse show(PageRequest request, Row network) {
        if (!may(request, network)) {
            return request.user().isEmpty()
                    ? request.loginRedirect()
                    : new PageResponse.ForbiddenResponse(text("ixf.network.forbidden"));
        }
        if (request.pathSegment(3).equals("automatic")) {
            return automatic(request, network);
        }
        if (!request.pathSegment(3).isEmpty()) {
            return new PageResponse.NotFoundResponse();
        }
        return request.isPost() ? act(request, network) : page(request, network, 200, Map.of());
    }

    /** How many proposals wait for a network; none that is known of without the database. */
    public static long waiting(PageRequest request, Row network) {
        return BestEffort.read(
                "proposals to " + network.path(),
                () -> request.services().proposals().waiting(List.of(network)).getOrDefault(network.get(Net.ASN), 0L),
                0L);
    }

    private static boolean may(PageRequest request, Row network) {
        return request.caller().may(Permission.UPDATE, Net.TYPE.namespace(network, request.snapshot()));
    }

    private static PageResponse act(PageRequest request, Row network) {
        Proposals proposals = request.services().proposals();
        Map<Long, Proposal> open = new LinkedHashMap<>();
        proposals.ofNetwork(network).forEach(proposal -> open.put(proposal.id(), proposal));
        String place = network.url() + "/ixf?done=";
        if (request.has("dismiss")) {
            find(open, request.value("dismiss")).ifPresent(proposal -> dismiss(request, proposal));
            return new PageResponse.Redirect(place + "dismissed");
        }
        if (request.has("reset")) {
            proposals.store().reset(network.get(Net.ASN));
            return new PageResponse.Redirect(place + "reset");
        }
        if (request.has("mails")) {
            mails(request, network);
            return new PageResponse.Redirect(place + "mails");
        }
        List<Proposals.Choice> choices = choices(request, open);
        if (choices.isEmpty()) {
            return page(request, network, 400, Map.of(0L, text("ixf.network.nothing")));
        }
        var tooMany = request.services().rateLimiter().admitWrite(request.caller(), request.ipAddress());
        if (tooMany.isPresent()) {
            return tooMany(request, network, tooMany.get());
        }
        try {
            Map<Long, Refusal> refused = proposals.accept(
                    choices,
                    new CallerAuthor(request.caller()),
                    "ixf-proposal-" + UUID.randomUUID(),
                    Proposals.ACCEPTED);
            Map<Long, String> problems = new HashMap<>();
            refused.forEach((id, refusal) -> problems.put(id, words(refusal)));
            return problems.isEmpty()
                    ? new PageResponse.Redirect(place + "accepted")
                    : page(request, network, 400, problems);
        } catch (WriteLane.WriteUnavailableException unavailable) {
            return page(request, network, 503, Map.of(0L, text("ixf.network.unavailable")));
        }
    }

    private static Optional<Proposal> find(Map<Long, Proposal> open, String id) {
        return Optional.ofNullable(open.get(IdParser.parse(id).orElse(0)));
    }

    /** All of the network, all of an exchange, or what is ticked, with the fields that are ticked. */
    private static List<Proposals.Choice> choices(PageRequest request, Map<Long, Proposal> open) {
        List<Proposal> wanted = open.values().stream()
                .filter(proposal -> !proposal.isDismissed())
                .toList();
        if (request.has("all")) {
            return wanted.stream().map(Proposals.Choice::all).toList();
        }
        if (request.has("exchange")) {
            return wanted.stream()
                    .filter(proposal -> exchange(request, proposal)
                            .filter(row -> Long.toString(row.id()).equals(request.value("exchange")))
                            .isPresent())
                    .map(Proposals.Choice::all)
                    .toList();
        }
        List<Proposals.Choice> choices = new ArrayList<>();
        for (String id : new HashSet<>(request.values(PROPOSAL))) {
            find(open, id).ifPresent(proposal -> {
                Set<String> fields = new HashSet<>(request.values("field-" + proposal.id()));
                if (proposal.kind() != Step.Kind.MODIFY
                        || !fields.isEmpty()
                        || proposal.fields().isEmpty()) {
                    choices.add(new Proposals.Choice(proposal, fields));
                }
            });
        }
        return choices;
    }

    private static void dismiss(PageRequest request, Proposal proposal) {
        String why = request.value("why-" + proposal.id());
        request.services()
                .proposals()
                .store()
                .dismiss(proposal, request.caller().actor(), why.substring(0, Math.min(why.length(), MAX_WHY)));
    }

    private static void mails(PageRequest request, Row network) {
        request.services()
                .notices()
                .mute(
                        Notice.Audience.NETWORK,
                        network.id(),
                        IdParser.parse(request.value("about")).orElse(0),
                        request.value("mails").equals("stop"),
                        request.caller().actor());
    }

    /** {@code POST /net/<id>/dismiss-ixf-proposal/<proposal>/}, as the reference has it (§7.4). */
    public static PageResponse dismissed(PageRequest request) {
        if (!request.isPost()) {
            return methodNotAllowed();
        }
        Optional<Proposal> found = request.services()
                .proposals()
                .store()
                .find(IdParser.parse(request.pathSegment(3)).orElse(0));
        Optional<Row> network = found.flatMap(proposal -> request.snapshot().rowsWhere(Net.ASN, proposal.asn()).stream()
                .filter(Row::isActive)
                .findFirst());
        if (network.isEmpty()) {
            // Without a right there is no telling which there are.
            return request.user().isEmpty() ? denied() : new PageResponse.NotFoundResponse();
        }
        if (!may(request, network.get())) {
            return denied();
        }
        dismiss(request, found.get());
        return done();
    }

    /** {@code POST /net/<id>/reset-ixf-proposals/}. */
    public static PageResponse reset(PageRequest request, Row network) {
        if (!request.isPost()) {
            return methodNotAllowed();
        }
        if (!may(request, network)) {
            return denied();
        }
        request.services().proposals().store().reset(network.get(Net.ASN));
        return done();
    }

    private static PageResponse methodNotAllowed() {
        return new PageResponse.BytesResponse(405, "text/plain", new byte[0], Map.of("Allow", "POST"));
    }

    private static PageResponse denied() {
        return new PageResponse.JsonResponse(401, "{\"non_field_errors\": [\"Permission denied\"]}");
    }

    private static PageResponse done() {
        return new PageResponse.JsonResponse(200, "{\"status\": \"ok\"}");
    }

    private static PageResponse tooMany(PageRequest request, Row network, RateLimited limited) {
        return page(request, network, 429, Map.of(0L, RuleMessages.translated(limited.message())));
    }

    /** What would change if exchanges were allowed to change the network's connections. */
    private static PageResponse automatic(PageRequest request, Row network) {
        var tooMany = request.services().rateLimiter().admitIxfPreview(request.ipAddress());
        if (tooMany.isPresent()) {
            return tooMany(request, network, tooMany.get());
        }
        List<Preview> previews = ifAutomatic(request, network);
        return PageResponse.TemplateResponse.of(
                "imports/automatic.jte",
                Map.of(
                        "shell",
                        request.frame(text("ixf.automatic.title", network.get(Net.NAME))),
                        "network",
                        network.id(),
                        "name",
                        network.get(Net.NAME),
                        "previews",
                        previews.stream().map(PreviewView::of).toList()));
    }

    /** Also at exchanges where the network has no connection yet, but is suggested one: switching on does that, too. */
    static List<Preview> ifAutomatic(PageRequest request, Row network) {
        Importer importer = request.services().importer();
        Map<Long, Row> lans = new TreeMap<>();
        importer.importingLans(network).forEach(lan -> lans.put(lan.id(), lan));
        request.services().proposals().ofNetwork(network).stream()
                .map(proposal -> request.snapshot().find(IxLan.TYPE, proposal.lan()))
                .filter(Objects::nonNull)
                .forEach(lan -> lans.put(lan.id(), lan));
        return lans.values().stream()
                .map(lan -> importer.cached(lan, network.get(Net.ASN), true))
                .toList();
    }

    private static Optional<Row> exchange(PageRequest request, Proposal proposal) {
        return Optional.ofNullable(request.snapshot().find(IxLan.TYPE, proposal.lan()))
                .map(lan -> request.snapshot().find(Ix.TYPE, lan.get(IxLan.IX_ID)));
    }

    private static PageResponse page(PageRequest request, Row network, int status, Map<Long, String> problems) {
        List<Proposal> all = request.services().proposals().ofNetwork(network);
        List<Long> muted = request.services().notices().muted(Notice.Audience.NETWORK, network.id());
        Map<String, SuggestionsView.Group> groups = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Map<Long, List<SuggestionsView.Suggestion>> byExchange = new LinkedHashMap<>();
        Map<Long, Row> exchanges = new HashMap<>();
        for (Proposal proposal : all) {
            Optional<Row> exchange = exchange(request, proposal);
            if (exchange.isPresent() && !proposal.isDismissed()) {
                exchanges.put(exchange.get().id(), exchange.get());
                byExchange
                        .computeIfAbsent(exchange.get().id(), any -> new ArrayList<>())
                        .add(view(request, proposal, problems.get(proposal.id())));
            }
        }
        byExchange.forEach((id, suggestions) -> {
            String name = Objects.requireNonNull(exchanges.get(id)).get(Ix.NAME);
            groups.put(name + " " + id, new SuggestionsView.Group(id, name, muted.contains(id), suggestions));
        });
        SuggestionsView view = new SuggestionsView(
                network.id(),
                network.get(Net.NAME),
                network.get(Net.ALLOW_IXP_UPDATE),
                List.copyOf(groups.values()),
                (int) all.stream().filter(Proposal::isDismissed).count(),
                muted.contains(0L),
                owners(request, network));
        return new PageResponse.TemplateResponse(
                status,
                "imports/network.jte",
                Map.of(
                        "shell",
                        request.frame(text("ixf.network.title", network.get(Net.NAME))),
                        "view",
                        view,
                        "notice",
                        done(request.value("done")),
                        "problem",
                        problems.isEmpty()
                                ? ""
                                : problems.getOrDefault(0L, text("ixf.network.refused", problems.size()))));
    }

    private static List<SuggestionsView.Owners> owners(PageRequest request, Row network) {
        Importer importer = request.services().importer();
        Map<Long, FeedSettings> settings = importer.store().settings().all();
        return importer.importingLans(network).stream()
                .map(lan -> {
                    Row exchange = Objects.requireNonNull(request.snapshot().find(Ix.TYPE, lan.get(IxLan.IX_ID)));
                    FeedSettings feed = settings.getOrDefault(lan.id(), FeedSettings.STANDARD);
                    return new SuggestionsView.Owners(
                            exchange.id(),
                            exchange.get(Ix.NAME),
                            FeedSettings.FIELDS.stream()
                                    .map(field -> text("ixf.owner."
                                            + FieldOwner.of(network, feed, field)
                                                    .word()))
                                    .toList());
                })
                .sorted(Comparator.comparing(SuggestionsView.Owners::name, String.CASE_INSENSITIVE_ORDER))
                .toList();
    }

    private static String done(String what) {
        return switch (what) {
            case "accepted" -> text("ixf.network.accepted");
            case "dismissed" -> text("ixf.network.dismissed");
            case "reset" -> text("ixf.network.reset");
            case "mails" -> text("ixf.network.mailsSet");
            default -> "";
        };
    }

    private static SuggestionsView.Suggestion view(PageRequest request, Proposal proposal, @Nullable String problem) {
        Row row = proposal.row() == 0 ? null : request.snapshot().find(NetIxLan.TYPE, proposal.row());
        List<String> problems = new ArrayList<>();
        if (problem != null) {
            problems.add(problem);
        }
        problems.addAll(problems(proposal));
        return new SuggestionsView.Suggestion(
                proposal.id(),
                proposal.kind().word(),
                connection(proposal, row),
                changes(proposal, row),
                proposal.merged().stream()
                        .map(id -> request.snapshot().find(NetIxLan.TYPE, id))
                        .filter(Objects::nonNull)
                        .map(SuggestionPages::addresses)
                        .toList(),
                proposal.reason(),
                problems,
                proposal.pointer(),
                indented(proposal.entry()),
                day(proposal.memory().created()));
    }

    static List<String> problems(Proposal proposal) {
        return proposal.errors().entrySet().stream()
                .map(error -> error.getKey() + ": " + error.getValue())
                .toList();
    }

    private static String connection(Proposal proposal, @Nullable Row row) {
        Peering wanted = proposal.wanted();
        return row != null || wanted == null
                ? addresses(Objects.requireNonNull(row))
                : addresses(wanted.ipv4(), wanted.ipv6());
    }

    static String addresses(Row row) {
        return addresses(row.find(NetIxLan.IPADDR4), row.find(NetIxLan.IPADDR6));
    }

    static String addresses(@Nullable IpAddress four, @Nullable IpAddress six) {
        return (four == null ? "–" : four.toString()) + " · " + (six == null ? "–" : six.toString());
    }

    static List<SuggestionsView.Change> changes(Proposal proposal, @Nullable Row row) {
        Peering wanted = proposal.wanted();
        if (wanted == null) {
            return List.of();
        }
        List<String> fields = proposal.kind() == Step.Kind.ADD ? Proposals.CHOSEN_OF_NEW : proposal.fields();
        return fields.stream()
                .map(name -> {
                    Field<?> field = NetIxLan.TYPE.field(name).orElseThrow();
                    Object before = row == null ? null : row.find(field);
                    return new SuggestionsView.Change(
                            name,
                            Texts.label(field),
                            before == null ? "" : before.toString(),
                            Proposal.value(wanted, name));
                })
                .toList();
    }

    private static String indented(String json) {
        if (json.isEmpty()) {
            return "";
        }
        JsonNode tree = JsonMapper.shared().readTree(json);
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(tree);
    }

    static String day(Instant time) {
        return time.toString().substring(0, 10);
    }

    private static String words(Refusal refusal) {
        return switch (refusal) {
            case Refusal.Message(int status, String message) -> RuleMessages.translated(message);
            case Refusal.Invalid(var violations) ->
                String.join("; ", violations.stream().map(RuleMessages::named).toList());
            case Refusal.VersionMismatch outdated -> text("ixf.network.changed");
            case Refusal.ObjectNotFound none -> text("ixf.network.gone");
            case Refusal.NotPermitted no -> text("ixf.network.notAllowed");
            case Refusal.Forbidden no -> text("ixf.network.notAllowed");
        };
    }
}
