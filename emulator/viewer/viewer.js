"use strict";

const choice = document.getElementById("document");

// What is tried in the page of a world goes to that world, whichever server the document names first.
function ownWorld(request) {
  const url = new URL(request.url, location.href);
  if (url.pathname.startsWith("/v2/")) url.pathname = document.body.dataset.base + url.pathname;
  request.url = url.href;
  return request;
}

function show() {
  SwaggerUIBundle({
    url: choice.value,
    dom_id: "#viewer",
    deepLinking: true,
    docExpansion: "none",
    filter: true,
    tryItOutEnabled: true,
    persistAuthorization: true,
    validatorUrl: null,
    requestInterceptor: ownWorld,
    syntaxHighlight: false,
  });
}

const wanted = new URLSearchParams(location.search).get("document");
if (wanted && [...choice.options].some((each) => each.value === wanted)) choice.value = wanted;
choice.addEventListener("change", show);
show();
