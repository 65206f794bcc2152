// What became of the files that were handed in: one report is shown at once, several are listed. The only report
// is `seen` before its files are there to be saved.
let results = [];
let handedIn = [];
let answered = null; // what the conversions in downloads are
let overview = [];

const startResults = (files, conversions) => {
  results = [];
  handedIn = files;
  answered = conversions;
  overview = [];
  hideReport();
  byId("list").replaceChildren();
  byId("for-all").hidden = true;
  byId("results").hidden = true;
};

const openResults = (several) => {
  byId("results").hidden = false;
  byId("results").classList.toggle("several", several);
  word(byId("results-heading"), several ? "reports_many" : "reports_one");
};

const titleOf = (told) => say("report_of", { file: told.file });

const show = (told, item) => {
  for (const each of byId("list").children) each.classList.toggle("shown", each === item);
  showReport(told.seen ?? new TextDecoder().decode(told.page.content), titleOf(told));
};

const actionsOf = (told, item, several) => {
  const actions = make("p", "actions");
  const usual = several ? "" : "main";
  if (several) {
    actions.append(
      makeButton("show", () => {
        show(told, item);
        frame.scrollIntoView({ block: "start" });
        frame.focus({ preventScroll: true });
      }, "main"),
    );
  }
  const saving = [
    makeButton("save_workbook", () => save(told.workbook), usual),
    makeButton("save_summary", () => save(told.page), usual),
  ];
  if (!several) {
    const both = () => saveTogether([told.workbook, told.page], told.workbook.name.replace(/\.\w+$/, ".zip"));
    saving.push(makeButton("save_both", both));
  }
  for (const each of saving) each.disabled = Boolean(told.seen);
  actions.append(...saving);
  if (!several) actions.append(makeButton("print", () => frame.contentWindow.print()));
  return actions;
};

const sentence = (text, lang, className) => {
  const made = make("p", className);
  made.lang = lang;
  made.textContent = text;
  return made;
};

const failureItem = (item, { failure, notes, language: lang }) => {
  item.classList.add("failed");
  const problem = make("p", "why");
  problem.append(word(make("strong"), "failed"), " ", sentence(failure, lang, ""));
  item.append(problem, ...notes.map((note) => sentence(note, lang, "why")));
};

// What the conversions in downloads are nobody but the person knows: the report is made anew with the answer.
const conversionsQuestion = () => {
  const question = make("fieldset", "question");
  question.append(word(make("legend"), "conversions_question"));
  const answers = make("p", "actions");
  for (const answer of ["leads", "customers", "ignore"]) {
    answers.append(makeButton(`conversions_${answer}`, () => reportOn(handedIn, answer)));
  }
  question.append(answers);
  return question;
};

const addResult = (told, several) => {
  openResults(several);
  const item = make("li", "result");
  const name = make("h3");
  name.textContent = told.file;
  item.append(name);
  results.push(told);
  byId("list").append(item);
  if (told.failure) return failureItem(item, told);
  const outcome = make("div", "outcome");
  outcome.append(...outcomeOf(told, item, several));
  item.append(outcome);
  if (several) return;
  if (told.fields) item.append(new WhatIf(told).panel);
  show(told, item);
};

const outcomeOf = (told, item, several) => [
  ...(several ? [sentence(told.headline, told.language, "headline")] : []),
  actionsOf(told, item, several),
  ...(several ? [] : [word(make("p", "small"), "save_hint")]),
  ...told.notes.map((note) => sentence(note, told.language, "note")),
  ...(told.asksConversions ? [conversionsQuestion()] : []),
  findingsList(told),
];

// The files of a report that was seen: they can be saved from now on.
const completeResult = (told) => {
  if (told.failure) {
    forgetSeen();
    return addResult(told, false);
  }
  Object.assign(results.at(-1), told, { seen: null });
  for (const each of byId("list").lastElementChild.querySelectorAll(".actions button")) each.disabled = false;
};

// No files came for the report that was seen: what can't be saved isn't shown either.
const forgetSeen = () => {
  if (!results.at(-1)?.seen) return;
  results.pop();
  byId("list").lastElementChild.remove();
  byId("results").hidden = !results.length;
  hideReport();
};

// The only report, made again of the same files: all that is shown and saved is the new one's.
const replaceResult = (told) => {
  const item = byId("list").firstElementChild;
  results = [told];
  item.querySelector(".outcome").replaceChildren(...outcomeOf(told, item, false));
  show(told, item);
};

// A file that no answer came for: the browser broke off in its midst.
const addBroken = (file) => {
  openResults(true);
  results.push({ file: file.name, failure: say("broken") });
  const item = make("li", "result failed");
  const name = make("h3");
  name.textContent = file.name;
  item.append(name, word(make("p", "why"), "broken"));
  byId("list").append(item);
};

const reported = () => results.filter((told) => !told.failure);

const saveTogether = async (files, name) => {
  save({ name, content: await engine.ask("archive", { files }) });
};

const finishResults = (made) => {
  overview = made;
  byId("for-all").hidden = results.length < 2 || !reported().length;
};

byId("save-all").addEventListener("click", () => {
  const files = reported().flatMap((told) => [told.workbook, told.page]);
  saveTogether([...files, ...overview], say("zip_name"));
});
