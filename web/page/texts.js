// The page's words, in the language that the person has chosen. What is worded once can be worded again: an
// element keeps the key of its text and the facts that fill it.
const TEXTS = JSON.parse(document.getElementById("texts").textContent);
const VERSION = document.body.dataset.version;
let language = (navigator.languages ?? [navigator.language]).some((code) => /^tr\b/i.test(code ?? "")) ? "tr" : "en";

const say = (key, facts = {}) => TEXTS[language][key].replace(/\{(\w+)\}/g, (_, name) => facts[name]);

const word = (element, key, facts = {}) => {
  element.dataset.text = key;
  element.dataset.facts = JSON.stringify(facts);
  element.textContent = say(key, facts);
  return element;
};

const unword = (element) => {
  delete element.dataset.text;
  element.textContent = "";
};

const label = (element, key, facts = {}) => {
  element.dataset.label = key;
  element.dataset.labelFacts = JSON.stringify(facts);
  element.ariaLabel = say(key, facts);
};

// A day that bounds a month is called by the month: `last` is the last day of something, else the first.
const dayName = ({ day, bound }) => {
  const date = new Date(`${day}T00:00:00Z`);
  const next = new Date(date.getTime() + 86_400_000);
  const whole = (bound === "last" ? next : date).getUTCDate() === 1;
  const parts = { month: "long", year: "numeric", ...(whole ? {} : { day: "numeric" }), timeZone: "UTC" };
  return new Intl.DateTimeFormat(language, parts).format(date);
};

const speak = (chosen) => {
  language = chosen;
  document.documentElement.lang = chosen;
  document.title = say("title");
  for (const element of document.querySelectorAll("[data-text]")) {
    element.textContent = say(element.dataset.text, { version: VERSION, ...JSON.parse(element.dataset.facts ?? "{}") });
  }
  for (const element of document.querySelectorAll("[data-label]")) {
    element.ariaLabel = say(element.dataset.label, JSON.parse(element.dataset.labelFacts ?? "{}"));
  }
  for (const element of document.querySelectorAll("[data-day]")) element.textContent = dayName(element.dataset);
  for (const button of document.querySelectorAll("[data-language]")) {
    button.ariaPressed = String(button.dataset.language === chosen);
  }
  document.getElementById("channels").placeholder = say("channels_example");
};

const make = (tag, className = "") => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  return element;
};

const makeButton = (key, act, className = "") => {
  const button = word(make("button", className), key);
  button.type = "button";
  button.addEventListener("click", act);
  return button;
};

const byId = (id) => document.getElementById(id);
