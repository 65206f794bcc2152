// What is wrong or doubtful in one file, cell by cell, in the words of its report.
const MOST_SHOWN = 100;

const place = ({ sheet, cell }) => {
  if (!sheet) return say("whole_file");
  return cell ? `${sheet}!${cell}` : `${sheet} (${say("whole_sheet")})`;
};

const findingRow = (finding, lang) => {
  const row = make("li", `finding ${finding.severity}`);
  const head = make("p", "where");
  const severity = word(make("span", "severity"), `severity_${finding.severity}`);
  const where = make("span", "place");
  where.textContent = place(finding);
  head.append(severity, " ", where);
  const what = make("p");
  what.lang = lang;
  what.textContent = `${finding.message} ${finding.hint}`.trim();
  row.append(head, what);
  return row;
};

// How many there are to be checked (or only to be known of): each in its own element, to be worded again.
const counted = (what, n) => word(make("span"), `${what}_${n > 1 ? "many" : n ? "one" : "none"}`, { n });

const findingsList = (told) => {
  const { findings } = told;
  if (!findings.length) return word(make("p", "small"), "check_none");
  const list = make("details", "check");
  const title = make("summary");
  const notes = findings.filter(({ severity }) => severity === "info").length;
  title.append(counted("check", findings.length - notes), ...(notes ? [" ", counted("note", notes)] : []));
  const rows = make("ul");
  rows.append(...findings.slice(0, MOST_SHOWN).map((finding) => findingRow(finding, told.language)));
  list.append(title, rows);
  if (findings.length > MOST_SHOWN) list.append(word(make("p", "small"), "check_more", { n: findings.length - MOST_SHOWN }));
  return list;
};
