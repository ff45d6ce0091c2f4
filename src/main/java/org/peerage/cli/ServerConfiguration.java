package org.peerage.cli;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.MultipartConfigElement;
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
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.web.filter.RequestContextFilter;

/** The web server and what answers where. Settings are in {@code application.properties}. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ServerConfiguration {
    private static final String LOOPBACK = "127.0.0.1";
    /** Bytes for each connection; lists are written in pieces of this size. */
    private static final String WRITTEN_AT_ONCE = Integer.toString(64 * 1024);

    private static final int LARGEST_FORM = 2 * 1024 * 1024;

    @Bean
    ServletRegistrationBean<ApiServlet> api(
            Registry registry, Gate gate, Writes writes, History history, OwnWrites ownWrites, Site site, Logo logo) {
        ServletRegistrationBean<ApiServlet> bean = new ServletRegistrationBean<>(
                new ApiServlet(
                        registry::current,
                        gate,
                        OpenApi::document,
                        writes,
                        history,
                        new Members(site.accounts(), site.throttles(), site.memberships(), site.address()),
                        ownWrites,
                        site.search(),
                        logo),
                "/api/*");
        bean.setLoadOnStartup(1);
        bean.setMultipartConfig(new MultipartConfigElement("", LARGEST_FORM, LARGEST_FORM, LARGEST_FORM));
        return bean;
    }

    @Bean
    ServletRegistrationBean<DumpServlet> dumps(Registry registry, Gate gate, OwnWrites ownWrites) {
        return new ServletRegistrationBean<>(new DumpServlet(registry::current, gate, ownWrites), "*.json");
    }

    @Bean
    ServletRegistrationBean<WebServlet> pages(Site site, OwnWrites ownWrites) {
        ServletRegistrationBean<WebServlet> bean =
                new ServletRegistrationBean<>(new WebServlet(site, ownWrites), WebServlet.patterns());
        bean.setMultipartConfig(new MultipartConfigElement("", LARGEST_FORM, LARGEST_FORM, LARGEST_FORM));
        return bean;
    }

    @Bean
    ServletRegistrationBean<ManagementServlet> management(
            Registry registry, Follow follow, PrometheusMeterRegistry metrics, ServeSettings settings) {
        return new ServletRegistrationBean<>(
                new ManagementServlet(registry, follow, metrics, settings.managementPort()),
                "/health",
                "/health/live",
                "/health/ready",
                "/metrics");
    }

    /** Health and metrics have a port of their own, which only this machine reaches. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> managementPort(ServeSettings settings) {
        return factory -> {
            // The thread that hears of a request answers it: a third cheaper than handing it on (docs/decisions/0008).
            factory.setProtocol(Http11Nio2Protocol.class.getName());
            factory.addConnectorCustomizers(connector -> {
                // A client that would change to HTTP/2 while it sends a body has it kept for so long.
                connector.setMaxSavePostSize(LARGEST_FORM);
                connector.setProperty("socket.directBuffer", "true");
                connector.setProperty("socket.appWriteBufSize", WRITTEN_AT_ONCE);
            });
            if (settings.managementPort() > 0) {
                factory.addAdditionalConnectors(loopbackConnector(settings.managementPort()));
            }
        };
    }

    /** Takes the place of a filter of Spring's that requests for data have no use for. */
    @Bean
    FilterRegistrationBean<RequestContextFilter> noRequestContext() {
        FilterRegistrationBean<RequestContextFilter> none = new FilterRegistrationBean<>(new RequestContextFilter());
        none.setEnabled(false);
        return none;
    }

    private static Connector loopbackConnector(int port) {
        Connector connector = new Connector();
        connector.setPort(port);
        connector.setProperty("address", LOOPBACK);
        connector.setProperty("maxThreads", "4");
        connector.setProperty("minSpareThreads", "1");
        return connector;
    }
}
