// The form of what may be assumed: a control for each value, which knows what the file has.
const worded = (key, unit = "") => {
  const small = make("span", "small");
  small.textContent = unit;
  return unit ? [word(make("span"), key), " ", small] : [word(make("span"), key)];
};

const inLanguage = (text, lang) => {
  const made = make("span");
  made.lang = lang;
  made.textContent = text;
  return made;
};

const row = (id, control, label) => {
  const made = make("p");
  const name = make("label");
  control.id = `what-if-${id}`;
  name.htmlFor = control.id;
  name.append(...label);
  made.append(name, control);
  return made;
};

const dayChoice = (days, chosen, bound) => {
  const choice = make("select");
  for (const day of days) {
    const option = new Option("", day, day === chosen, day === chosen);
    Object.assign(option.dataset, { day, bound });
    option.textContent = dayName(option.dataset);
    choice.append(option);
  }
  return choice;
};

const languageChoice = (chosen) => {
  const choice = make("select");
  for (const [code, name] of [["en", "English"], ["tr", "Türkçe"]]) {
    choice.append(Object.assign(new Option(name, code, code === chosen, code === chosen), { lang: code }));
  }
  return choice;
};

const amount = ({ value, minimum = "0", maximum = null }) => {
  const input = make("input");
  Object.assign(input, { type: "number", step: "any", inputMode: "decimal", defaultValue: value ?? "" });
  if (minimum !== null) input.min = minimum;
  if (maximum !== null) input.max = maximum;
  return input;
};

// Whether a person has put another value there than the file's.
const differs = (control) =>
  control.options
    ? !control.selectedOptions[0].defaultSelected
    : control.value !== "" && Number(control.value) !== Number(control.defaultValue || NaN);

const changedOnes = (inputs) =>
  Object.fromEntries(Object.entries(inputs).filter(([, each]) => differs(each)).map(([key, each]) => [key, each.value]));

const formOf = ({ fields, language: spoken }) => {
  const named = {
    first: fields.first && dayChoice(fields.starts, fields.first, "first"),
    last: fields.last && dayChoice(fields.ends, fields.last, "last"),
    language: languageChoice(spoken),
  };
  const settings = Object.fromEntries(fields.settings.map((each) => [each.key, amount(each)]));
  const spend = Object.fromEntries(fields.spends.map((each) => [each.key, amount(each)]));
  return { named, settings, spend };
};

// What the worker is to assume; nothing where the fields stand as the file has them.
const supposedBy = ({ named: { first, last, language: spoken }, settings, spend }) => ({
  ...(first && (differs(first) || differs(last)) ? { first: first.value, last: last.value } : {}),
  ...(differs(spoken) ? { language: spoken.value } : {}),
  settings: changedOnes(settings),
  spend: changedOnes(spend),
});

const grid = (rows) => {
  const made = make("div", "fields");
  made.append(...rows);
  return made;
};

const spendFields = ({ spend }, { fields, currency, language: spoken }) => {
  const set = make("fieldset");
  const legend = make("legend");
  legend.append(...worded("what_if_spend", currency ?? ""));
  const rows = fields.spends.map(({ key, name }, place) => row(`spend-${place}`, spend[key], [inLanguage(name, spoken)]));
  set.append(legend, word(make("p", "small"), "what_if_spend_hint"), grid(rows));
  return set;
};

// All rows of the form; what the report is about first.
const rowsOf = (form, told) => {
  const { first, last, language: spoken } = form.named;
  const days = first ? [row("first", first, worded("what_if_first")), row("last", last, worded("what_if_last"))] : [];
  const settings = told.fields.settings.map(({ key, percent }) =>
    row(key, form.settings[key], worded(`what_if_${key}`, percent ? "%" : (told.currency ?? ""))));
  return [
    grid([...days, row("language", spoken, worded("what_if_language"))]),
    grid(settings),
    ...(told.fields.marginsOfRows ? [word(make("p", "small"), "what_if_margins_of_rows")] : []),
    ...(told.fields.spends.length ? [spendFields(form, told)] : []),
  ];
};

// A report never ends before it begins: the other end follows.
const keepInOrder = ({ named: { first, last } }, changed) => {
  if (!first || first.value <= last.value) return;
  if (changed === first) last.value = [...last.options].find((option) => option.value >= first.value).value;
  else first.value = [...first.options].findLast((option) => option.value <= last.value).value;
};
