// <div data-explorer="/api/schema"> becomes Swagger UI, from our own server.
function load(element, attributes) {
  return new Promise((resolve, reject) => {
    const part = Object.assign(document.createElement(element), attributes);
    part.onload = resolve;
    part.onerror = reject;
    document.head.append(part);
  });
}

// Swagger UI makes a <main> of its own, inside of the page's: there may be only one, and the library has no setting for it.
function withoutMain() {
  const create = document.createElement.bind(document);
  document.createElement = (name, ...more) => create(name === "main" ? "div" : name, ...more);
}

export function enhance(root) {
  for (const element of root.querySelectorAll("[data-explorer]:not([data-ready])")) {
    element.dataset.ready = "";
    withoutMain();
    Promise.all([
      load("script", { src: new URL("../swagger-ui/swagger-ui-bundle.js", import.meta.url) }), // it is no module
      load("link", { rel: "stylesheet", href: new URL("../swagger-ui/swagger-ui.css", import.meta.url) }),
    ]).then(() => {
      window.SwaggerUIBundle({
        url: element.dataset.explorer,
        domNode: element,
        docExpansion: "none",
        defaultModelsExpandDepth: -1,
        syntaxHighlight: false,
        validatorUrl: null,
        onComplete: () => {
          element.dataset.drawn = "";
        },
      });
    });
  }
}
