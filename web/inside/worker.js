// The page's worker: starts Python from the parts that the page hands over, and does what it asks, one thing
// after another. `loadPyodide`, `createPyodideModule` and `LOCK_FILE` stand before this script (building/scripts.py).

const INPUTS = "/reports/in";
let python, desk;

// What Pyodide fetches is answered from memory, and nothing else is.
const answering = (files) => async (resource) => {
  const name = String(resource.url ?? resource).split("/").pop();
  if (!(name in files)) throw new TypeError(`nothing is fetched: ${name}`);
  const type = name.endsWith(".wasm") ? "application/wasm" : "application/zip";
  return new Response(files[name], { headers: { "Content-Type": type } });
};

const unpack = (bundle, fs, folder) => {
  const end = bundle.indexOf(10);
  let at = end + 1;
  for (const [name, size] of JSON.parse(new TextDecoder().decode(bundle.subarray(0, end)))) {
    const path = `${folder}/${name}`;
    fs.mkdirTree(path.slice(0, path.lastIndexOf("/")));
    fs.writeFile(path, bundle.subarray(at, at + size));
    at += size;
  }
};

const start = async ({ machine, library, site }) => {
  self.fetch = answering({ "pyodide.asm.wasm": machine, "python_stdlib.zip": library });
  python = await loadPyodide({
    indexURL: "embedded:/",
    packageBaseUrl: "embedded:/",
    createPyodideModule,
    lockFileContents: LOCK_FILE,
    enableRunUntilComplete: false,
    fsInit: async (fs, { sitePackages }) => unpack(site, fs, sitePackages),
  });
  python.pyimport("patterns").use(python.pyimport("compiled_patterns").COMPILED);
  desk = python.pyimport("desk");
  return { largestInput: desk.LARGEST_INPUT };
};

// What the next report is made of, as it lies on the memory's disk; after an only report it stays there, so
// that another one is made of the very same bytes.
let laid = [];

const clear = () => {
  desk.clear();
  laid = [];
};

// A file laid onto the disk, in a folder of its own, since two may have the same name; or why it couldn't be read.
const lay = ({ name, content, ...fault }) => {
  const folder = `${INPUTS}/${laid.length}`;
  const given = { path: `${folder}/${name}`, ...fault };
  laid.push(given);
  if (!content) return;
  try {
    python.FS.mkdirTree(folder);
    python.FS.writeFile(given.path, new Uint8Array(content), { canOwn: true });
  } catch (error) {
    given.unread = error.message ?? String(error);
  }
};

const taken = (path) => (path ? { name: path.split("/").pop(), content: python.FS.readFile(path) } : null);

const report = (asked, tell) => {
  let reports = 0;
  const overview = desk.report(JSON.stringify({ files: laid, ...asked }), (json) => {
    const told = JSON.parse(json);
    if (!told.seen) reports += 1;
    tell({ ...told, workbook: taken(told.workbook), page: taken(told.page) });
  });
  const made = JSON.parse(overview).map(taken);
  desk.clear_outputs();
  if (reports > 1) clear();
  return made;
};

const bytes = (made) => {
  const content = made.toJs();
  made.destroy();
  return content;
};

// What the page may ask for: a request in, what is given back; `tell` is for what comes in between.
const SERVICES = {
  start,
  clear,
  lay,
  report,
  sample: ({ language }) => bytes(desk.sample(language)),
  worksheet: (wanted) => bytes(desk.worksheet(JSON.stringify(wanted))),
  archive: ({ files }) => {
    const [names, contents] = [files.map((each) => each.name), files.map((each) => each.content)];
    return bytes(desk.archive(python.toPy(names), python.toPy(contents)));
  },
  workbooks: ({ names }) => JSON.parse(desk.workbooks(JSON.stringify(names))),
  warmUp: ({ language }) => desk.warm_up(language),
};

let last = Promise.resolve();
onmessage = ({ data: { id, service, request } }) => {
  last = last.then(async () => {
    try {
      const tell = (told) => postMessage({ id, told });
      postMessage({ id, given: await SERVICES[service](request, tell) });
    } catch (error) {
      postMessage({ id, broken: String(error?.message ?? error) });
    }
  });
};
