// The report itself, in a frame as tall as it is, so that page and report scroll as one.
const frame = byId("report");
let watched = null;
let opened = []; // of the report shown before, which of its parts were folded open

const folds = () => [...(frame.contentDocument?.querySelectorAll("details") ?? [])];

const showReport = (page, title) => {
  opened = frame.hidden ? [] : folds().map((each) => each.open);
  frame.hidden = false;
  frame.title = title;
  frame.srcdoc = page;
};

const hideReport = () => {
  watched?.disconnect();
  frame.hidden = true;
  frame.removeAttribute("srcdoc");
};

// Links to places in the report would make a frame of this kind load something else.
const follow = (event) => {
  const link = event.target.closest?.("a[href^='#']");
  if (!link) return;
  event.preventDefault();
  goTo(decodeURIComponent(link.hash.slice(1)));
};

const goTo = (id) => {
  const target = frame.contentDocument?.getElementById(id);
  if (!target) return;
  for (let each = target.closest("details"); each; each = each.parentElement.closest("details")) each.open = true;
  target.scrollIntoView({ block: "start" });
  target.focus({ preventScroll: true });
};

frame.addEventListener("load", () => {
  const inner = frame.contentDocument;
  if (frame.hidden || !inner?.body) return;
  inner.addEventListener("click", follow);
  const now = folds();
  if (now.length === opened.length) now.forEach((each, place) => { each.open = opened[place]; });
  watched?.disconnect();
  watched = new ResizeObserver(() => {
    frame.style.height = `${Math.ceil(inner.documentElement.getBoundingClientRect().height)}px`;
  });
  watched.observe(inner.documentElement);
});
