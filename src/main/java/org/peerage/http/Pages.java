package org.peerage.http;

import io.undertow.server.HttpHandler;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainer;
import io.undertow.servlet.api.ServletStackTraces;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import java.util.concurrent.Executor;
import org.peerage.web.WebServlet;
import org.peerage.web.page.Visit;

/** The pages, which are a servlet. */
final class Pages {
    private Pages() {}

    static HttpHandler handler(Servlet pages, Executor threads) {
        DeploymentInfo deployment = Servlets.deployment()
                .setClassLoader(WebServlet.class.getClassLoader())
                .setContextPath("/")
                .setDeploymentName("pages")
                .setDefaultEncoding("UTF-8")
                .setExecutor(threads)
                .setServletStackTraces(ServletStackTraces.NONE)
                .addServlet(Servlets.servlet("pages", WebServlet.class, new ImmediateInstanceFactory<>(pages))
                        .addMappings(WebServlet.patterns())
                        // Nothing of a form is put on the disk.
                        .setMultipartConfig(new MultipartConfigElement(
                                "", Visit.LARGEST_FORM, Visit.LARGEST_FORM, Visit.LARGEST_FORM)));
        DeploymentManager manager = ServletContainer.Factory.newInstance().addDeployment(deployment);
        manager.deploy();
        try {
            return manager.start();
        } catch (ServletException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
