package org.peerage.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.CheckedNode;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Chromium, without a window, driven by Playwright; notices what a page must not do. */
public final class Browser implements AutoCloseable {
    private static final Playwright PLAYWRIGHT =
            Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    /** How long a page may take to become as a test expects: only what fails waits so long, however slow the machine is. */
    private static final double TIMEOUT_MILLIS = 30_000;

    static {
        PlaywrightAssertions.setDefaultAssertionTimeout(TIMEOUT_MILLIS);
    }

    /** One for all tests of a run, since it takes seconds to start; each test's people have contexts of their own. */
    private static final com.microsoft.playwright.Browser CHROMIUM = PLAYWRIGHT
            .chromium()
            .launch(new BrowserType.LaunchOptions()
                    .setExecutablePath(program())
                    .setArgs(List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));

    /** Debian's package first, since it is the smallest. */
    private static Path program() {
        for (String name : List.of("chromium-headless-shell", "chromium", "google-chrome")) {
            Path program = Path.of("/usr/bin", name);
            if (Files.isExecutable(program)) {
                return program;
            }
        }
        throw new IllegalStateException("the tests of pages need Debian's package chromium-headless-shell");
    }

    private final List<BrowserContext> people = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private Browser() {}

    public static Browser open() {
        return new Browser();
    }

    /** Another person's browser, with cookies of its own. */
    public BrowserContext person(String url, com.microsoft.playwright.Browser.NewContextOptions options) {
        BrowserContext context = CHROMIUM.newContext(options.setBaseURL(url));
        people.add(context);
        context.setDefaultTimeout(TIMEOUT_MILLIS);
        String own = URI.create(url).getAuthority();
        context.onRequest(request -> {
            String asked = URI.create(request.url()).getAuthority();
            if (asked != null && !asked.equals(own)) {
                complaints.add("asks another host: " + request.url());
            }
        });
        context.onConsoleMessage(message -> {
            // That an address answered 4xx is told there, too: that is the page's business, tests look at it.
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                complaints.add("console: " + message.text());
            }
        });
        context.onWebError(error -> complaints.add("script: " + error.error()));
        return context;
    }

    public Page page(String url) {
        return person(url, new com.microsoft.playwright.Browser.NewContextOptions())
                .newPage();
    }

    public Page pageWithoutScripts(String url) {
        return person(url, new com.microsoft.playwright.Browser.NewContextOptions().setJavaScriptEnabled(false))
                .newPage();
    }

    /** A phone: 360 px wide. */
    public Page narrowPage(String url) {
        return person(url, new com.microsoft.playwright.Browser.NewContextOptions().setViewportSize(360, 740))
                .newPage();
    }

    /** Signs in on the page that is open for that. */
    public static void signIn(Page page, String name, String password) {
        page.getByLabel("Username or email").fill(name);
        page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true)).fill(password);
        button(page, "Sign in").click();
    }

    /** A page of somebody who has signed in, in whatever language. */
    public Page signedIn(
            String url, com.microsoft.playwright.Browser.NewContextOptions options, String name, String password) {
        Page page = person(url, options).newPage();
        page.navigate("/account/login/");
        page.locator("main input[name=username]").fill(name);
        page.locator("main input[name=password]").fill(password);
        page.keyboard().press("Enter");
        page.locator("header a[href='/profile']").waitFor();
        return page;
    }

    /** The button that is called exactly so. */
    public static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Fails if axe finds that some people could not use the page. */
    public static void assertAccessible(Page page) {
        List<Rule> violations = new AxeBuilder(page).analyze().getViolations();
        assertThat(violations.stream()
                        .map(rule -> rule.getId() + ": " + rule.getHelp() + " "
                                + rule.getNodes().stream()
                                        .map(CheckedNode::getHtml)
                                        .collect(Collectors.joining(" | ")))
                        .toList())
                .as("axe on " + page.url())
                .isEmpty();
    }

    /** Fails if the page is wider than its window. */
    public static void assertNoSidewaysScrolling(Page page) {
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("pixels that stick out of " + page.url())
                .isEqualTo(0);
    }

    /** Fails if any page asked another host, or wrote an error to the console. */
    public void assertNoComplaints() {
        assertThat(complaints).isEmpty();
    }

    @Override
    public void close() {
        people.forEach(BrowserContext::close);
    }
}
