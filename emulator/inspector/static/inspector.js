// Keeps a page up to date: waits for news of its world, then takes over the new content. Without it a reload does the same.
"use strict";

const live = document.getElementById("live");
const news = document.getElementById("news");
const held = document.getElementById("held");
const said = document.getElementById("said");
const main = document.getElementById("main");
const CALM = 15000; // milliseconds between two announcements to screen readers
const REST = 400; // milliseconds between two takeovers, however fast things happen
let mark = document.body.dataset.mark;
let announced = 0;

document.querySelector(".live").hidden = false;
live.checked = sessionStorage.getItem("live") !== "off";
live.addEventListener("change", () => sessionStorage.setItem("live", live.checked ? "on" : "off"));
held.querySelector("button").addEventListener("click", () => { main.focus({ preventScroll: true }); refresh(); });

// What an action has said is said once: a reload shall not say it again.
const address = new URL(location.href);
if (["done", "problem", "request"].some((name) => address.searchParams.has(name))) {
  ["done", "problem", "request"].forEach((name) => address.searchParams.delete(name));
  history.replaceState(null, "", address);
}

// Somebody who has filled something in, or is about to, must not lose it.
function isFilled(field) {
  if (field.type === "hidden") return false;
  if (field.tagName === "SELECT") {
    const first = [...field.options].findIndex((each) => each.defaultSelected);
    return field.selectedIndex !== Math.max(0, first);
  }
  if (field.type === "checkbox") return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
}

function busy() {
  const active = document.activeElement;
  const writing = main.contains(active) && active.matches("input, select, textarea");
  return writing || String(getSelection()) !== "" || [...main.querySelectorAll("input, select, textarea")].some(isFilled);
}

// An element is found again by the nearest id above it, and by its place among its like below that.
function keyOf(element, selector) {
  const home = element.closest("[id]") || main;
  return { home: home.id, place: [...home.querySelectorAll(selector)].indexOf(element), itself: home === element };
}

function found(key, selector) {
  const home = document.getElementById(key.home);
  return key.itself ? home : home && home.querySelectorAll(selector)[key.place];
}

const FOCUSABLE = "a[href], button, summary, input, select, textarea";

function opened() {
  return [...main.querySelectorAll("details[open]")].map((each) => keyOf(each, "details"));
}

// The first thing in sight stays where it is, unless the page stands at its very top.
function anchor() {
  if (scrollY < 40) return null;
  const seen = [...main.querySelectorAll("[id]")].find((each) => each.getBoundingClientRect().top >= 0);
  return seen ? { id: seen.id, top: seen.getBoundingClientRect().top } : null;
}

async function refresh() {
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const made = page.getElementById("main");
  if (!made) return;
  const open = opened();
  const place = anchor();
  const focused = main.contains(document.activeElement) && document.activeElement.matches(FOCUSABLE)
    ? keyOf(document.activeElement, FOCUSABLE) : null;
  // What an action has said stays until the page is left.
  main.replaceChildren(...main.querySelectorAll(":scope > .notice[role]"), ...made.childNodes);
  document.querySelector(".world").replaceChildren(...page.querySelector(".world").childNodes);
  open.forEach((key) => { const each = found(key, "details"); if (each) each.open = true; });
  if (focused) found(focused, FOCUSABLE)?.focus({ preventScroll: true });
  const kept = place && document.getElementById(place.id);
  if (kept) scrollBy({ top: kept.getBoundingClientRect().top - place.top, behavior: "instant" });
  mark = page.body.dataset.mark;
  held.hidden = true;
  news.textContent = `up to date, ${new Date().toLocaleTimeString()}`;
  equip();
  if (Date.now() - announced > CALM) {
    announced = Date.now();
    say("This page was brought up to date.");
  }
}

// To screen readers; the same words are said again only if they were gone in between.
function say(words) {
  said.textContent = "";
  setTimeout(() => { said.textContent = words; }, 100);
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function watch() {
  for (;;) {
    try {
      if (document.hidden || !live.checked) { await pause(500); continue; }
      const answer = await fetch(`${document.body.dataset.news}&mark=${encodeURIComponent(mark)}`);
      const { mark: current } = await answer.json();
      if (news.dataset.lost) { delete news.dataset.lost; news.textContent = ""; }
      if (current === "gone") { news.textContent = said.textContent = "this world was dropped"; return; }
      if (current === mark || !live.checked) continue;
      if (!busy()) { await refresh(); await pause(REST); continue; }
      if (held.hidden) say("Something happened. A button at the top of the page shows it.");
      held.hidden = false;
      await pause(1000);
    } catch {
      news.dataset.lost = "yes";
      news.textContent = "the emulator does not answer";
      await pause(2000);
    }
  }
}

// Buttons that copy, where the browser lets a page do so; elsewhere they select, for a key to copy.
async function copy(button) {
  const source = document.getElementById(button.dataset.copies);
  const label = button.firstChild;
  try {
    await navigator.clipboard.writeText(source.textContent);
    label.textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(source);
    label.textContent = "Selected";
  }
  say(label.textContent);
  setTimeout(() => { label.textContent = "Copy"; }, 2000);
}

function equip() {
  main.querySelectorAll("button.copy").forEach((button) => { button.hidden = false; });
}

main.addEventListener("click", (event) => {
  const button = event.target.closest("button.copy");
  if (button) copy(button);
});

// A running clock runs on the page as well, as far from this browser's as it was when the page came.
let shown = null;
setInterval(() => {
  const clock = document.querySelector(".world time[data-runs]");
  if (!clock) return;
  if (!shown || shown.clock !== clock) shown = { clock, offset: Date.parse(clock.dateTime) - Date.now() };
  clock.textContent = `${new Date(Date.now() + shown.offset).toISOString().slice(0, 19).replace("T", " ")}Z`;
}, 1000);

equip();
// On a narrow screen the current section may be out of sight. (scrollIntoView would also move where Tab begins.)
const current = document.querySelector("header nav [aria-current]");
if (current) {
  const list = current.closest("ul");
  list.scrollLeft = current.offsetLeft - (list.clientWidth - current.offsetWidth) / 2;
}

watch();
