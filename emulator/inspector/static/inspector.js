// Keeps a page up to date: waits for news of its world, then takes over the new content. Without it a reload does the same.
"use strict";

const live = document.getElementById("live");
const news = document.getElementById("news");
let mark = document.body.dataset.mark;

live.checked = sessionStorage.getItem("live") !== "off";
live.addEventListener("change", () => sessionStorage.setItem("live", live.checked ? "on" : "off"));

// Somebody who is writing or reading on must not lose what they have.
function busy() {
  const active = document.activeElement;
  const writing = active && active.closest("main form") && !["BUTTON", "BODY"].includes(active.tagName);
  return writing || document.hidden || !live.checked || String(getSelection()) !== "";
}

function opened(root) {
  return [...root.querySelectorAll("details")].map((each) => each.open);
}

async function refresh() {
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const old = document.getElementById("main");
  const made = page.getElementById("main");
  const open = opened(old);
  made.querySelectorAll(".notice").forEach((each) => each.remove());
  made.querySelectorAll("details").forEach((each, number) => { each.open = open[number] || false; });
  const focused = document.activeElement?.getAttribute?.("href");
  old.replaceChildren(...made.childNodes);
  document.querySelector(".world").replaceChildren(...page.querySelector(".world").childNodes);
  if (focused) document.querySelector(`main a[href="${CSS.escape(focused)}"]`)?.focus();
  mark = page.body.dataset.mark;
  news.textContent = `Brought up to date at ${new Date().toLocaleTimeString()}`;
}

async function watch() {
  for (;;) {
    try {
      const answer = await fetch(`${document.body.dataset.news}?mark=${encodeURIComponent(mark)}`);
      const { mark: current } = await answer.json();
      if (current !== mark && !busy()) await refresh();
      else if (current !== mark) await new Promise((resolve) => setTimeout(resolve, 1000));
    } catch {
      news.textContent = "The emulator does not answer";
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
  }
}

watch();
