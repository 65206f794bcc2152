// The report itself, in a frame as tall as it is, so that page and report scroll as one.
const frame = byId("report");
let watched = null;

const showReport = ({ name, content }, title) => {
  frame.hidden = false;
  frame.title = title;
  frame.srcdoc = new TextDecoder().decode(content);
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
  const target = frame.contentDocument.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!target) return;
  for (let each = target.closest("details"); each; each = each.parentElement.closest("details")) each.open = true;
  target.scrollIntoView({ block: "start" });
  target.focus({ preventScroll: true });
};

frame.addEventListener("load", () => {
  const inner = frame.contentDocument;
  if (frame.hidden || !inner?.body) return;
  inner.addEventListener("click", follow);
  watched?.disconnect();
  watched = new ResizeObserver(() => {
    frame.style.height = `${Math.ceil(inner.documentElement.getBoundingClientRect().height)}px`;
  });
  watched.observe(inner.documentElement);
});
