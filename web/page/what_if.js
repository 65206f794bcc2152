// What if: the panel beside a report that makes it again with other values than the file has. The panel stays as
// it is meanwhile; `shown` is what the report shows by now.
const RESTING = 400; // milliseconds without a key, after which a number counts as typed
const NOTHING = JSON.stringify({ settings: {}, spend: {} });

class WhatIf {
  #form;
  #shown = NOTHING;
  #waiting = null;
  #running = false;
  #said = make("p", "said");
  #back = makeButton("what_if_back", () => this.#reset());
  #plan = makeButton("what_if_plan", () => goTo("plan"));

  constructor(told) {
    this.#form = formOf(told);
    this.panel = make("details", "what-if");
    this.#said.role = "status";
    const actions = make("p", "actions");
    actions.append(this.#back, this.#plan);
    this.panel.append(
      word(make("summary"), "what_if"),
      word(make("p", "small"), "what_if_hint"),
      ...rowsOf(this.#form, told),
      this.#said,
      actions,
    );
    this.panel.addEventListener("input", ({ target }) => this.#soon(target));
    this.panel.addEventListener("change", ({ target }) => this.#settle(target));
    this.#tell();
  }

  get #controls() {
    return [...this.panel.querySelectorAll("select, input")];
  }

  #soon(changed) {
    clearTimeout(this.#waiting);
    if (!changed.options) this.#waiting = setTimeout(() => this.#run(), RESTING);
  }

  // A number that was taken away is the file's own again.
  #settle(changed) {
    if (changed.options) keepInOrder(this.#form, changed);
    else if (!changed.value && !changed.validity.badInput) changed.value = changed.defaultValue;
    this.#run();
  }

  async #run() {
    clearTimeout(this.#waiting);
    const wrong = this.#controls.find((each) => !each.checkValidity());
    const wanted = JSON.stringify(supposedBy(this.#form));
    if (wrong) word(this.#said, "what_if_wrong", { problem: wrong.validationMessage });
    if (wrong || this.#running || wanted === this.#shown) return;
    this.#running = true;
    this.panel.ariaBusy = "true";
    const before = results[0];
    const told = await reportAgain(JSON.parse(wanted), (seen) => replaceResult(seen));
    this.#running = false;
    this.panel.ariaBusy = "false";
    if (!this.panel.isConnected) return; // other files were handed in meanwhile
    if (!told || told.failure) {
      if (results[0] !== before) replaceResult(before);
      return this.#tellFailure(told);
    }
    this.#shown = wanted;
    completeResult(told);
    this.#tell(told);
    this.#run(); // what was changed meanwhile
  }

  #tellFailure(told) {
    this.#back.hidden = false;
    if (!told) return word(this.#said, "what_if_behind");
    unword(this.#said);
    this.#said.textContent = told.failure;
  }

  // The headline stands here, too: the report itself may be out of sight.
  #tell(told = null) {
    const assumes = this.#shown !== NOTHING;
    this.#back.hidden = !assumes;
    this.#plan.hidden = !Object.keys(JSON.parse(this.#shown).spend).length;
    unword(this.#said);
    if (assumes) this.#said.append(word(make("span"), "what_if_shown"), " ", inLanguage(told.headline, told.language));
    else if (told) word(this.#said, "what_if_file");
  }

  #reset() {
    for (const each of this.#controls) {
      each.value = each.options ? [...each.options].find((option) => option.defaultSelected).value : each.defaultValue;
    }
    this.panel.querySelector("summary").focus();
    this.#run();
  }
}
