// The API's browsable page: Swagger UI from our own files, on the description that this server gives.
const main = document.getElementById("docs");
const csrf = document.querySelector('meta[name="csrf-token"]').content;

window.SwaggerUIBundle({
  url: main.dataset.schema,
  domNode: main,
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  presets: [window.SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  validatorUrl: null,
  requestInterceptor(request) {
    const isOwn = new URL(request.url, document.baseURI).origin === window.location.origin;
    if (isOwn && request.method && request.method !== "GET") request.headers["X-CSRFToken"] = csrf;
    return request;
  },
});
