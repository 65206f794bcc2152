// Handing in, waiting, stopping: what a person does with the page, and what then happens in which order.
let engine = null;
let ready = null;
let busy = false;
const PATIENCE = 1000; // milliseconds

const NEEDED = () =>
  typeof WebAssembly === "object" && typeof DecompressionStream === "function" && typeof Worker === "function";

const startEngine = () => {
  engine = new Engine();
  ready = engine.start();
  ready.then(warmUp).catch(() => {}); // told where it is waited for
};

// Whoever is in a hurry doesn't wait for it.
const warmUp = () => (busy ? null : engine.ask("warmUp", { language }));

const complain = (key, facts) => {
  byId("problem").hidden = false;
  word(byId("problem"), key, facts);
  byId("problem").scrollIntoView({ block: "nearest" });
};

const beBusy = (key, facts) => {
  busy = true;
  byId("problem").hidden = true;
  byId("busy").hidden = false;
  byId("progress").removeAttribute("value");
  unword(byId("status"));
  word(byId("doing"), key, facts);
  byId("drop").classList.add("waiting");
};

const beIdle = () => {
  busy = false;
  byId("busy").hidden = true;
  byId("drop").classList.remove("waiting");
};

const today = () => {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
};

// Does `act` once the engine stands, one thing at a time; whatever goes wrong is said.
const withEngine = async (act, key = "starting", facts = {}) => {
  if (busy) return complain("wait");
  beBusy("starting");
  byId("busy").scrollIntoView({ block: "nearest" }); // on a telephone it may be out of sight
  try {
    await ready;
    word(byId("doing"), key, facts);
    await act();
  } catch (error) {
    if (error instanceof TooOld) complain("too_old");
    else if (!(error instanceof Stopped)) complain("not_started", { reason: error.message });
  } finally {
    beIdle();
  }
};

const progressOf = (done, all) => {
  if (all === 1) return;
  byId("progress").max = all;
  byId("progress").value = done;
  word(byId("doing"), "reading_many", { done, all });
};

// Reports on all files; `conversions` says what those of downloads are, once the person was asked. Where the
// browser breaks off in the midst of one file, the others go on in a new worker.
const askForReports = async (files, conversions = null) => {
  let rest = files;
  let made = [];
  let seen = false;
  startResults(files, conversions);
  while (rest.length) {
    let done = 0;
    const several = (told) => files.length > 1 && (told.jobs > 1 || rest !== files);
    const tell = (told) => {
      if (told.seen) {
        seen = true;
        return presentSeen(told, several(told));
      }
      if (results.at(-1)?.seen) completeResult(told);
      else addResult(told, several(told));
      done += 1;
      progressOf(results.length, told.jobs);
    };
    try {
      await layBefore(engine, rest);
      made = await engine.ask("report", { language, madeOn: today(), conversions }, { told: tell });
      rest = [];
    } catch (error) {
      seen = false;
      forgetSeen();
      if (error instanceof Stopped) return announceStop(files.length);
      addBroken(rest[done]);
      rest = rest.slice(done + 1);
      restart();
      await ready;
    }
  }
  finishResults(made);
  if (!seen) present();
  announceEnd();
};

const presentSeen = (told, several) => {
  addResult(told, several);
  word(byId("doing"), "making_files");
  present();
};

const announceStop = (all) => {
  if (results.length) finishResults([]);
  word(byId("status"), "stopped", { done: results.length, all });
};

const announceEnd = () => {
  const done = reported().length;
  if (!done) word(byId("status"), results.length === 1 ? "done_none_of_one" : "done_none");
  else if (results.length === 1) word(byId("status"), "done_one", { file: results[0].file });
  else word(byId("status"), "done_many", { done, all: results.length });
};

const present = () => {
  document.body.classList.add("has-results");
  word(byId("invitation"), "drop_more");
  byId("results").focus({ preventScroll: true });
  byId("results").scrollIntoView({ block: "start" });
};

const reportOn = (files, conversions = null) => {
  if (!busy && !files.length) return complain("no_workbooks");
  const [key, facts] = files.length === 1 ? ["reading_one", { file: files[0]?.name }] : ["reading_many", { done: 0, all: files.length }];
  return withEngine(() => askForReports(files, conversions), key, facts);
};

// The same files once more, with what is assumed in place of what they say; only a long run shows that it runs.
// `see` is given the report before its files are made.
const reportAgain = async (supposed, see) => {
  if (busy) return;
  const asked = { language, madeOn: today(), conversions: answered, supposed };
  let told = null;
  const waiting = setTimeout(beBusy, PATIENCE, "reading_one", { file: handedIn[0].name });
  busy = true;
  try {
    await ready;
    if (holder !== engine) await layBefore(engine, handedIn);
    await engine.ask("report", asked, { told: (each) => (each.seen ? see(each) : (told = each)) });
  } catch (error) {
    if (!(error instanceof Stopped)) complain("not_started", { reason: error.message });
  } finally {
    clearTimeout(waiting);
    beIdle();
  }
  return told;
};

const restart = () => {
  engine.stop();
  startEngine();
};

byId("stop").addEventListener("click", restart);
byId("choose").addEventListener("click", () => byId("files").click());
byId("files").addEventListener("change", ({ target }) => {
  const files = [...target.files];
  target.value = ""; // or choosing the same file again would change nothing
  if (files.length) reportOn(files);
});
byId("sample").addEventListener("click", () => {
  const name = `sample.${language}.xlsx`;
  withEngine(async () => {
    const content = await engine.ask("sample", { language });
    await askForReports([new File([content], name)]);
  }, "reading_one", { file: name });
});

// Files are dropped anywhere on the page: beside the frame drawn for them the browser would leave the page.
for (const [kind, over] of [["dragenter", true], ["dragover", true], ["dragleave", false], ["drop", false]]) {
  addEventListener(kind, (event) => {
    event.preventDefault();
    if (kind === "dragleave" && event.relatedTarget) return;
    byId("drop").classList.toggle("over", over);
    word(byId("invitation"), over ? "drop_now" : document.body.classList.contains("has-results") ? "drop_more" : "drop");
  });
}
addEventListener("drop", async ({ dataTransfer }) => reportOn(await droppedFiles(dataTransfer)));

for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => speak(button.dataset.language));
}

speak(language);
byId("cannot").hidden = true;
byId("whole").hidden = false;
if (NEEDED()) addEventListener("DOMContentLoaded", startEngine);
else complain("too_old");
