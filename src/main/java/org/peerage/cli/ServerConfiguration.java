package org.peerage.cli;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.Servlet;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.Http11Nio2Protocol;
import org.peerage.api.ApiServlet;
import org.peerage.api.DumpServlet;
import org.peerage.api.Gate;
import org.peerage.api.History;
import org.peerage.api.Logo;
import org.peerage.api.Members;
import org.peerage.api.OpenApi;
import org.peerage.api.OwnWrites;
import org.peerage.api.Writes;
import org.peerage.registry.Registry;
import org.peerage.web.WebServlet;
import org.peerage.web.page.Site;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.web.WebProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.tomcat.autoconfigure.TomcatServerProperties;
import org.springframework.boot.tomcat.autoconfigure.TomcatWebServerFactoryCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.autoconfigure.servlet.ServletWebServerFactoryCustomizer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.Environment;

/**
 * The web server and what answers where. Settings are in {@code application.properties}. What Spring Boot would find out
 * by looking at all classes is said here in words: looking took as long as reading the registry.
 */
record ServerConfiguration(
        ServeSettings settings,
        Registry registry,
        Gate gate,
        PrometheusMeterRegistry metrics,
        Writes writes,
        History history,
        Site site,
        Follow follow,
        OwnWrites ownWrites,
        Logo logo) {
    private static final String LOOPBACK = "127.0.0.1";
    /** Bytes for each connection; lists are written in pieces of this size. */
    private static final String WRITTEN_AT_ONCE = Integer.toString(64 * 1024);

    private static final int LARGEST_FORM = 2 * 1024 * 1024;
    private static final long LONGEST_END_MILLIS = 10_000;

    /** An application whose beans are those of its initializers. */
    private static final class Application extends SpringApplication {
        Application() {
            super(ServerConfiguration.class);
            setApplicationContextFactory(kind -> new ServletWebServerApplicationContext());
        }

        @Override
        protected void load(ApplicationContext context, Object[] sources) {
            // Nothing is to be found in classes.
        }
    }

    SpringApplication application() {
        SpringApplication application = new Application();
        application.addInitializers((ConfigurableApplicationContext context) -> {
            if (context instanceof GenericApplicationContext beans) {
                register(beans);
            }
        });
        return application;
    }

    private void register(GenericApplicationContext context) {
        // Streams without end would keep a server that stops waiting.
        context.addApplicationListener((ContextClosedEvent stopping) -> history.close());
        context.registerBean("lifecycleProcessor", DefaultLifecycleProcessor.class, () -> {
            DefaultLifecycleProcessor end = new DefaultLifecycleProcessor();
            end.setTimeoutPerShutdownPhase(LONGEST_END_MILLIS);
            return end;
        });
        context.registerBean(TomcatServletWebServerFactory.class, () -> tomcat(context.getEnvironment()));
        ServletRegistrationBean<ApiServlet> underApi = withForms(servlet(api(), "/api/*"));
        underApi.setLoadOnStartup(1);
        register(context, "api", underApi);
        register(context, "dumps", servlet(new DumpServlet(registry::current, gate, ownWrites), "*.json"));
        register(context, "pages", withForms(servlet(new WebServlet(site, ownWrites), WebServlet.patterns())));
        register(
                context,
                "management",
                servlet(
                        new ManagementServlet(registry, follow, metrics, settings.managementPort()),
                        "/health",
                        "/health/live",
                        "/health/ready",
                        "/metrics"));
    }

    private ApiServlet api() {
        return new ApiServlet(
                registry::current,
                gate,
                OpenApi::document,
                writes,
                history,
                new Members(site.accounts(), site.throttles(), site.memberships(), site.address()),
                ownWrites,
                site.search(),
                logo);
    }

    private static <T extends Servlet> ServletRegistrationBean<T> servlet(T servlet, String... patterns) {
        return new ServletRegistrationBean<>(servlet, patterns);
    }

    private static <T extends Servlet> ServletRegistrationBean<T> withForms(ServletRegistrationBean<T> bean) {
        bean.setMultipartConfig(new MultipartConfigElement("", LARGEST_FORM, LARGEST_FORM, LARGEST_FORM));
        return bean;
    }

    private static void register(GenericApplicationContext context, String name, ServletRegistrationBean<?> bean) {
        bean.setName(name);
        context.registerBean(name, ServletRegistrationBean.class, () -> bean);
    }

    private TomcatServletWebServerFactory tomcat(Environment environment) {
        Binder binder = Binder.get(environment);
        ServerProperties server = binder.bindOrCreate("server", ServerProperties.class);
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory();
        new ServletWebServerFactoryCustomizer(server).customize(factory);
        new TomcatWebServerFactoryCustomizer(
                        environment,
                        server,
                        binder.bindOrCreate("server.tomcat", TomcatServerProperties.class),
                        binder.bindOrCreate("spring.web", WebProperties.class))
                .customize(factory);
        // Asynchronous channels are a third cheaper than the poller of the usual connector (docs/decisions/0008).
        factory.setProtocol(Http11Nio2Protocol.class.getName());
        factory.addEngineValves(new ReadLane());
        factory.addConnectorCustomizers(connector -> {
            // A client that would change to HTTP/2 while it sends a body has it kept for so long.
            connector.setMaxSavePostSize(LARGEST_FORM);
            connector.setProperty("socket.directBuffer", "true");
            connector.setProperty("socket.appWriteBufSize", WRITTEN_AT_ONCE);
            // A request that waits, for the database or a slow client, holds no thread of the system.
            connector.setProperty("useVirtualThreads", "true");
        });
        if (settings.managementPort() > 0) {
            factory.addAdditionalConnectors(loopbackConnector(settings.managementPort()));
        }
        return factory;
    }

    /** Health and metrics have a port of their own, which only this machine reaches. */
    private static Connector loopbackConnector(int port) {
        Connector connector = new Connector();
        connector.setPort(port);
        connector.setProperty("address", LOOPBACK);
        connector.setProperty("maxThreads", "4");
        connector.setProperty("minSpareThreads", "1");
        return connector;
    }
}
