"use strict";

const choice = document.getElementById("document");
const who = document.getElementById("who");
const base = document.body.dataset.base;
const dark = matchMedia("(prefers-color-scheme: dark)");
let shown = null;

const tint = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", tint);
tint();

// Whoever tries an operation does so in somebody's name: the keys of the world's users are at hand, if we may see them.
function act() {
  if (!shown) return;
  if (who.value) shown.preauthorizeApiKey("ApiKey", who.value);
  else shown.authActions.logout(["ApiKey"]);
}

async function people() {
  const answer = await fetch(`${base}/_emulator/records/users`).catch(() => null);
  const users = answer?.ok ? await answer.json() : [];
  const known = users.filter((each) => each.apiKey);
  who.append(...known.map((each) => new Option(`${each.username || each.email}: ${each.apiKey}`, each.apiKey)));
  const last = sessionStorage.getItem(`who${base}`);
  const wanted = last !== null ? last : known[0]?.apiKey || "";
  who.value = [...who.options].some((each) => each.value === wanted) ? wanted : "";
  who.closest("label").hidden = known.length === 0;
}

async function show() {
  const answer = await fetch(choice.value);
  const spec = await answer.json();
  // What is tried in the page of a world goes to that world, whichever server the document names first.
  spec.servers = [{ url: base || "/" }];
  shown = SwaggerUIBundle({
    spec,
    dom_id: "#viewer",
    deepLinking: true,
    docExpansion: "none",
    filter: true,
    tryItOutEnabled: true,
    persistAuthorization: true,
    validatorUrl: null,
    syntaxHighlight: false,
    onComplete: () => setTimeout(act),
  });
}

// Controls that the viewer leaves without a name. Its markup is its own; names can be added to it.
const NAMES = {
  "textarea.body-param__text": "Request body",
  ".parameters-container select, .parameters-container input, .parameters-container textarea": "Value of the parameter",
  ".content-type": "Media type",
};

function giveNames() {
  for (const [selector, label] of Object.entries(NAMES)) {
    for (const each of document.querySelectorAll(`#viewer ${selector.replaceAll(", ", ", #viewer ")}`)) {
      if (each.labels?.length || each.hasAttribute("aria-label")) continue;
      const own = each.closest("tr")?.dataset.paramName;
      each.setAttribute("aria-label", own ? `${label} ${own}` : label);
    }
  }
  // What scrolls must be reached by keys.
  for (const each of document.querySelectorAll("#viewer pre.microlight:not([tabindex])")) each.tabIndex = 0;
}

new MutationObserver(giveNames).observe(document.getElementById("viewer"), { childList: true, subtree: true });

const wanted = new URLSearchParams(location.search).get("document");
if (wanted && [...choice.options].some((each) => each.value === wanted)) choice.value = wanted;
choice.addEventListener("change", show);
who.addEventListener("change", () => { sessionStorage.setItem(`who${base}`, who.value); act(); });
people().then(show);
